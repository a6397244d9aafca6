import ContentMatching
import Knowledge
import Observation
import Testing

@testable import FilesystemScanner

/// A made-up host with one file for every path that the catalogue knows of a product.
private struct FurnishedHost {
    static let products = Catalogue(reading: RuleFile.embedded.filter { $0.room == "products" }).products
    private static let home = HomeFolder(userName: "someone", userID: 1_000, path: "/home/someone")

    let tree: TemporaryTree
    /// The paths that were made, with the artifact that each was made for.
    private(set) var made: [(path: String, artifact: Artifact)] = []
    private var number = 0

    init(for product: Product) throws {
        tree = try TemporaryTree()
        for artifact in product.artifacts {
            for pattern in artifact.patterns(in: context(for: product)) {
                let path =
                    Self.text(pattern.anchor) + "/" + pattern.segments.map { instance($0) }.joined(separator: "/")
                let name = String(path.dropFirst(tree.path.utf8.count + 1))
                if artifact.format == .levelDB {
                    try tree.write(name + "/CURRENT", "x")
                } else {
                    try tree.write(name, "x")
                }
                made.append((path, artifact))
            }
        }
    }

    /// The host seen from outside, with everything that a process can tell.
    func context(for product: Product) -> PlaceContext {
        var context = PlaceContext(home: Self.home, temporary: "/tmp", workingFolder: "/work/running")
        for template in product.artifacts.flatMap(\.paths) {
            for piece in template.text.split(separator: "{") {
                let name = String(piece.drop { $0 != ":" }.dropFirst().prefix { $0 != "}" && $0 != "|" })
                if piece.hasPrefix("option:") { context.options[name] = "/given/" + name.drop { $0 == "-" } }
                // A variable that may be missing is left out, so that what stands for it is looked at.
                if piece.hasPrefix("env:\(name)}") { context.environment[name] = "/given/" + name }
            }
        }
        context.installFolders = ["/opt/installed"]
        context.projects = ["/work/running", "/home/someone/project"]
        context.process = 7
        context.mounts = [ContainerMount(inside: "/", outside: tree.path)]
        return context
    }

    /// A name, or a path, that a segment matches; wildcards get a name that no other has.
    private mutating func instance(_ segment: PathPattern.Segment) -> String {
        number += 1
        switch segment {
        case .name(let bytes): return Self.text(bytes)
        case .anyDepth: return "deep\(number)/down"
        case .wildcard(let tokens):
            return tokens.map { token in
                switch token {
                case .byte(let byte): Self.text([byte])
                case .star: "w\(number)"
                case .any: "q"
                case .oneOf(let bytes): Self.text([(UInt8.min...0x7E).last(where: bytes.contains) ?? 0])
                }
            }.joined()
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

@Suite("The catalogue's places on a host")
struct CataloguePlaceTests {
    private static let matcher = ContentMatcher.compile([]).matcher

    @Test("every template stands for some path", arguments: FurnishedHost.products)
    func applicable(product: Product) throws {
        let context = try FurnishedHost(for: product).context(for: product)
        for artifact in product.artifacts {
            for template in artifact.paths + artifact.containerPaths {
                let count = template.patterns(in: context).count
                #expect(count > 0 && count < 250, "\(artifact.id): \(template.text) stands for \(count) paths")
            }
        }
    }

    @Test(
        "one file for every path is found, each for its artifact or for one that stands before it",
        arguments: FurnishedHost.products)
    func found(product: Product) throws {
        let host = try FurnishedHost(for: product)
        var open = product
        for index in open.artifacts.indices { open.artifacts[index].isShared = false }
        var limits = ScanLimits()
        limits.filesToldPerPlace = 10_000
        var told: [String: String] = [:]
        _ = ResidueScan(
            targets: [ResidueScan.Target(product: open, contexts: [host.context(for: product)])],
            matcher: Self.matcher, limits: limits
        ).run { event in
            guard event.category == .fileResidue, let path = event.string(.filePath) else { return }
            told[path] = event.string(.artifactID)
        }
        let order = product.artifacts.map(\.id)
        #expect(!host.made.isEmpty)
        for (path, artifact) in host.made {
            let rank = told[path].flatMap(order.firstIndex(of:))
            let own = try #require(order.firstIndex(of: artifact.id))
            #expect(rank.map { $0 <= own } == true, "\(artifact.id): \(path) was told for \(told[path] ?? "nothing")")
        }
    }

    @Test("a shared place is told for what is found in it alone")
    func shared() throws {
        let tree = try TemporaryTree()
        try tree.write("notes.txt", "nothing of interest")
        var artifact = Artifact(id: "tried.place", title: "Place", paths: [PathTemplate("{home}/*.txt")], format: .text)
        artifact.isShared = true
        var product = Product(id: "tried", name: "Tried", kind: "system")
        product.artifacts = [artifact]
        let context = PlaceContext(home: HomeFolder(userName: "u", userID: 1, path: tree.path))
        var events = 0
        let target = ResidueScan.Target(product: product, contexts: [context])
        _ = ResidueScan(targets: [target], matcher: Self.matcher).run { _ in events += 1 }
        #expect(events == 0)
    }
}
