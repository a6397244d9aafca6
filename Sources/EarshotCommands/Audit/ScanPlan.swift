internal import ContentMatching
internal import FilesystemScanner
internal import Foundation
internal import HostInventory
internal import Knowledge
internal import Observation

/// Which places are scanned: those of the products that were chosen, in every home, and where their processes moved them.
struct ScanPlan {
    /// The scan, ready to run.
    let scan: ResidueScan
    /// The products, and the contexts in which their places are looked for.
    let targets: [ResidueScan.Target]
    /// The models that may say what the tokens of a saved state mean.
    let models: ModelFiles
    /// What looks for secrets.
    let matcher: ContentMatcher
    /// Homes that can't be read, and patterns that are not in force.
    let coverage: Coverage

    /// Plans a scan.
    ///
    /// - Throws: ``UsageError`` for a home that is not there or can't be read although it was named.
    init(
        options: AuditOptions, patterns: [SecretPattern], products: [Product], inventory: Inventory,
        canaries: [String] = [], models: [String] = [], tellsHomes: Bool = true
    ) throws(UsageError) {
        var coverage = Coverage()
        let homes = try Self.homes(options.homes, &coverage)
        // Who names a tree has not asked for the homes.
        if !tellsHomes { coverage = Coverage() }
        let (matcher, problems) = ContentMatcher.compile(patterns, canaries: canaries)
        for problem in problems {
            coverage.note(.rules, .couldNotLook, "a pattern of secrets", reason: problem.reason, example: problem.file)
        }
        self.matcher = matcher
        let isNarrow = !options.homes.isEmpty
        var places = ScanPlaces(homes: homes, isNarrow: isNarrow, inventory: inventory)
        targets = products.map { product in
            ResidueScan.Target(
                product: isNarrow ? Self.withoutSystem(product) : product, contexts: places.contexts(of: product))
        }
        coverage.merge(places.coverage)
        self.models = ModelFiles(named: models + Self.modelsInUse(inventory))
        scan = ResidueScan(targets: targets, matcher: matcher, models: self.models)
        self.coverage = coverage
    }

    /// The products with the contexts of the plan, and one more in which every folder of some trees may be a project.
    func targets(below trees: [String]) -> [ResidueScan.Target] {
        var context = PlaceContext(home: nil)
        context.trees = trees.map { URL(filePath: $0).resolvingSymlinksInPath().path }.filter { $0 != "/" }
        return targets.map { ResidueScan.Target(product: $0.product, contexts: $0.contexts + [context]) }
    }

    /// A product without the places that belong to the whole system, such as its journal, for those who named homes.
    private static func withoutSystem(_ product: Product) -> Product {
        guard product.kind == "system" else { return product }
        var product = product
        product.artifacts.removeAll { $0.paths.contains { $0.text.hasPrefix("/") } }
        return product
    }

    /// The models that the products' processes were started with.
    private static func modelsInUse(_ inventory: Inventory) -> [String] {
        let arguments = inventory.instances.flatMap(\.members).flatMap(\.record.arguments)
        return Set(arguments.filter { $0.hasPrefix("/") && $0.hasSuffix(".gguf") }).sorted()
    }

    /// The homes that were named, or every home of this host that can be read.
    private static func homes(_ named: [String], _ coverage: inout Coverage) throws(UsageError) -> [HomeFolder] {
        let users = HostUsers()
        guard named.isEmpty else {
            var seen: Set<String> = []
            let homes = try named.map { (path) throws(UsageError) in try home(at: path, users) }
            return homes.filter { seen.insert(URL(filePath: $0.path).resolvingSymlinksInPath().path).inserted }
        }
        var readable: [HomeFolder] = []
        for home in users.homes {
            guard isReadable(home.path) else {
                coverage.note(
                    .scan, .partly, "homes that can't be read", reason: "another user's, and closed to this one",
                    remedy: Coverage.Remedy.privilege, example: home.path)
                continue
            }
            readable.append(HomeFolder(userName: home.userName, userID: home.userID, path: home.path))
        }
        if readable.isEmpty {
            coverage.note(.scan, .couldNotLook, "homes", reason: "none can be read; name one with --home")
        }
        return readable
    }

    private static func home(at path: String, _ users: HostUsers) throws(UsageError) -> HomeFolder {
        let absolute = URL(filePath: path).standardizedFileURL.path
        var status = stat()
        guard !path.isEmpty, unsafe stat(absolute, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw UsageError("--home \(path): no such folder")
        }
        guard isReadable(absolute) else {
            throw UsageError("--home \(path): the folder can't be read; run it as its owner or with sudo")
        }
        return HomeFolder(userName: users.name(of: status.st_uid), userID: status.st_uid, path: absolute)
    }

    /// Whether this program may list a folder and go into it, by the privileges that it has and not by its user alone.
    private static func isReadable(_ path: String) -> Bool {
        unsafe faccessat(AT_FDCWD, path, R_OK | X_OK, AT_EACCESS) == 0
    }
}
