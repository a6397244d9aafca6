internal import Knowledge
internal import Observation

/// A folder of Python packages, as a process or the host sees it.
struct PackagePlace: Hashable, Sendable {
    /// What the folder lies below: nothing, or the root of a container's process.
    let root: String
    let folder: String

    /// The folders that a running program takes its packages from.
    static func places(of record: ProcessRecord, mapped: MappedFiles?, options: InventoryOptions) -> [PackagePlace] {
        let root = record.container == nil ? options.fileRoot : "\(options.processRoot)/\(record.pid)/root"
        var folders = mapped?.packageFolders ?? []
        // The kernel shows the system's interpreter; the arguments say which environment it was started from.
        for path in [record.arguments.first, record.script].compactMap({ $0 }) {
            folders.formUnion(PackageFolder.ofEnvironment(program: path, root: root))
        }
        return folders.sorted().map { PackagePlace(root: root, folder: $0) }
    }
}

extension InventoryTaking {
    /// Finds the packages of products: those that running programs use, and those that are installed.
    mutating func addPackages() {
        addPythonPackages()
        addDebianPackages()
        let others = ["npm", "go", "rpm"].filter { type in
            finder.products.contains { $0.recognition.packages[type] != nil }
        }
        if !others.isEmpty {
            coverage.note(
                .inventory, .partly, "installed packages",
                reason: "those of \(others.joined(separator: ", ")) are not read")
        }
        for index in instances.indices where instances[index].version == nil {
            guard let package = instances[index].packages.first else { continue }
            (instances[index].version, instances[index].versionSource) = (package.version, package.type)
        }
        sortInstalled()
    }

    private func names(_ type: String) -> PackageNames {
        PackageNames(
            finder.products.enumerated().map { ($0.offset, $0.element.recognition.packages[type] ?? []) },
            isNormalised: type == "pypi")
    }

    private mutating func addPythonPackages() {
        let names = names("pypi")
        guard !names.products.isEmpty else { return }
        var users: [PackagePlace: [Int]] = [:]
        for (index, instance) in instances.enumerated() {
            for member in instance.members where Interpreter.isInterpreter(member.record.program) {
                let mapped = try? MappedFiles.read(of: member.record.pid, root: options.processRoot)
                for place in PackagePlace.places(of: member.record, mapped: mapped, options: options)
                where users[place]?.last != index {
                    users[place, default: []].append(index)
                }
            }
        }
        for place in Set(packageFolders + users.keys + hostFolders()).sorted(by: Self.inOrder) {
            do throws(ReadFailure) {
                for (product, package) in try PythonPackages.installed(in: place.folder, names: names, root: place.root)
                {
                    add(package, of: product, to: users[place] ?? [])
                }
            } catch {
                guard error != .gone else { continue }
                coverage.note(
                    .inventory, .partly, "folders of Python packages", reason: "not readable",
                    remedy: Coverage.Remedy.privilege,
                    example: place.folder)
            }
        }
    }

    private static func inOrder(_ left: PackagePlace, _ right: PackagePlace) -> Bool {
        (left.root, left.folder) < (right.root, right.folder)
    }

    /// The folders of the system and of users, also those of programs that are installed each by itself.
    private func hostFolders() -> [PackagePlace] {
        let root = options.fileRoot
        let homes = options.homes ?? HostUsers().homes.map(\.path)
        var parents = ["/usr/lib", "/usr/local/lib"] + homes.map { $0 + "/.local/lib" }
        let environments = homes.flatMap { home in
            ["/.local/share/pipx/venvs", "/.local/pipx/venvs", "/.local/share/uv/tools"].map { home + $0 }
        }
        for folder in environments + ["/opt/pipx/venvs"] {
            let names = (try? SystemFiles.names(in: root + folder, limit: 1_000)) ?? []
            parents += names.sorted().map { "\(folder)/\($0)/lib" }
        }
        let folders = parents.flatMap { PackageFolder.below($0, root: root) } + ["/usr/lib/python3/dist-packages"]
        return folders.map { PackagePlace(root: root, folder: $0) }
    }

    private mutating func addDebianPackages() {
        let names = names("deb")
        guard !names.products.isEmpty else { return }
        let path = options.fileRoot + "/var/lib/dpkg/status"
        guard let (bytes, isComplete) = try? SystemFiles.bytes(of: path, limit: DebianPackages.limit) else { return }
        if !isComplete {
            coverage.note(.inventory, .partly, "packages of the distribution", reason: "the list is longer than 32 MiB")
        }
        for (product, package) in DebianPackages.installed(in: bytes, names: names) {
            let users = instances.indices.filter { index in
                instances[index].product.id == finder.products[product].id
                    && instances[index].members.contains { $0.record.container == nil }
            }
            add(package, of: product, to: users)
        }
    }

    /// Adds a package to the runs that use it, or else as a product that is installed and does not run.
    private mutating func add(_ package: InstalledPackage, of product: Int, to users: [Int]) {
        let id = finder.products[product].id
        let running = users.filter { instances[$0].product.id == id }
        for index in running where !instances[index].packages.contains(package) {
            instances[index].packages.append(package)
            if !instances[index].recognisedBy.contains(RecognitionSign.package.rawValue) {
                let signs = instances[index].recognisedBy.compactMap(RecognitionSign.init) + [.package]
                instances[index].recognisedBy = signs.sorted().map(\.rawValue)
            }
        }
        guard running.isEmpty else { return }
        let isKnown = instances.contains { instance in
            instance.product.id == id
                && instance.packages.contains { $0.name == package.name && $0.version == package.version }
        }
        guard !isKnown else { return }
        var instance = ProductInstance(
            product: finder.products[product], recognisedBy: [RecognitionSign.package.rawValue], members: [],
            listeners: [])
        instance.packages = [package]
        instances.append(instance)
    }

    /// Puts what is only installed behind the runs of the same product.
    private mutating func sortInstalled() {
        instances = instances.enumerated().sorted {
            ($0.element.product.id, $0.offset) < ($1.element.product.id, $1.offset)
        }.map(\.element)
    }
}
