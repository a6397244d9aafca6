internal import FilesystemScanner
internal import Foundation
internal import HostInventory
internal import Knowledge
internal import Observation

/// Where the places of products are looked for: in homes, in what their processes and units tell, and in containers.
struct ScanPlaces {
    private let inventory: Inventory
    private let homes: [HomeFolder]
    /// Whether only some homes were asked for, so that nobody wants the rest of the host.
    private let isNarrow: Bool
    private let projects: [HomeFolder: [String]]
    private let units: ServiceUnits
    private let layers: [PlaceContext]
    /// What could not be looked at.
    private(set) var coverage = Coverage()
    private var processes: [Int32: ProcessPlaces] = [:]

    /// Looks for projects in the homes, and for units and containers unless only some homes were asked for.
    init(homes: [HomeFolder], isNarrow: Bool, inventory: Inventory) {
        self.inventory = inventory
        self.homes = homes
        self.isNarrow = isNarrow
        var projects: [HomeFolder: [String]] = [:]
        for home in homes {
            let found = ProjectFolders(below: home.path)
            projects[home] = found.paths
            if found.isCapped {
                coverage.note(
                    .scan, .partly, "folders of projects", reason: "there are more than are looked at in one home",
                    example: home.path)
            }
        }
        self.projects = projects
        units = isNarrow ? ServiceUnits(in: []) : ServiceUnits()
        layers = isNarrow ? [] : Self.layers(homes, &coverage)
    }

    /// The contexts of a product, those that tell most of a file's owner first.
    mutating func contexts(of product: Product) -> [PlaceContext] {
        var contexts = homes.map { home in
            var context = PlaceContext(home: home)
            context.projects = projects[home] ?? []
            return context
        }
        for instance in inventory.instances where instance.product.id == product.id {
            contexts += instance.members.compactMap { context(of: $0.record, product) }
        }
        guard !isNarrow else { return contexts }
        contexts += PlaceContext.contexts(of: product, units: units, homes: homes)
        let isContained =
            !product.recognition.images.isEmpty || product.artifacts.contains { !$0.containerPaths.isEmpty }
        return isContained ? contexts + layers : contexts
    }

    /// What a process of the product tells: its variables and options, its folders, and its mounts when it has its own.
    private mutating func context(of record: ProcessRecord, _ product: Product) -> PlaceContext? {
        guard let values = inventory.placeValues(of: record, in: product) else { return nil }
        let places = processes[record.pid] ?? ProcessPlaces(process: record.pid)
        if processes.updateValue(places, forKey: record.pid) == nil, !places.isComplete {
            coverage.note(
                .scan, .partly, "open files and mounts of products' processes",
                reason: "another user's, or it has ended", remedy: Coverage.Remedy.privilege, example: record.name)
        }
        var context = PlaceContext(
            home: home(of: record, values, isContained: !places.mounts.isEmpty), environment: values.environment,
            options: values.options, temporary: values.environment["TMPDIR"].flatMap(Self.absolute) ?? "/tmp",
            workingFolder: values.workingFolder)
        context.installFolders = Self.installFolders(record, values.workingFolder)
        context.openFolders = places.openFolders
        context.mounts = places.mounts
        return context
    }

    private func home(of record: ProcessRecord, _ values: PlaceValues, isContained: Bool) -> HomeFolder? {
        let known = homes.first { $0.userID == record.userID }
        // Who names homes wants no other, wherever a process has its own.
        guard !isNarrow else { return known }
        guard let path = values.environment["HOME"], path.hasPrefix("/"), path != "/" else {
            return isContained ? Self.rootHome : known
        }
        let number = record.userID ?? 0
        return HomeFolder(userName: known?.userName ?? record.userName ?? String(number), userID: number, path: path)
    }

    /// The folders of the script that runs and of the process: a checkout is started from within, or by its script's path.
    private static func installFolders(_ record: ProcessRecord, _ working: String?) -> [String] {
        var folders: [String] = []
        if let script = record.script {
            let base = script.hasPrefix("/") ? nil : working
            let url = URL(filePath: script, relativeTo: base.map { URL(filePath: $0, directoryHint: .isDirectory) })
            if script.hasPrefix("/") || base != nil {
                folders.append(url.absoluteURL.deletingLastPathComponent().standardizedFileURL.path)
            }
        }
        if let working, working != "/", !folders.contains(working) { folders.append(working) }
        return folders.filter { $0 != "/" && !$0.hasSuffix("/bin") }
    }

    private static func absolute(_ path: String) -> String? { path.hasPrefix("/") ? path : nil }

    private static let rootHome = HomeFolder(userName: "root", userID: 0, path: "/root")

    /// The layers that containers write to, running or not, as far as their runtime's folder can be read.
    private static func layers(_ homes: [HomeFolder], _ coverage: inout Coverage) -> [PlaceContext] {
        let own = homes.flatMap { home in
            [home.path + "/.local/share/docker/overlay2", home.path + "/.local/share/containers/storage/overlay"]
        }
        return (["/var/lib/docker/overlay2", "/var/lib/containers/storage/overlay"] + own).compactMap { folder in
            guard unsafe faccessat(AT_FDCWD, folder, R_OK | X_OK, AT_EACCESS) == 0 else {
                if errno == EACCES {
                    coverage.note(
                        .scan, .couldNotLook, "layers of containers", reason: "permission denied",
                        remedy: Coverage.Remedy.privilege, example: folder)
                }
                return nil
            }
            var context = PlaceContext(home: rootHome)
            context.mounts = [ContainerMount(inside: "/", outside: folder + "/*/diff")]
            return context
        }
    }
}
