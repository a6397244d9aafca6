internal import Knowledge

/// Which paths are worth asking for, and in which order.
struct ProbePlan: Sendable {
    private let products: [Product]
    /// The paths of all probes, those that tell most products apart first.
    private let commonPaths: [String]
    private let byPort: [UInt16: [Int]]
    private let byPath: [String: [(product: Int, probe: Probe)]]

    init(_ products: [Product]) {
        self.products = products
        var byPath: [String: [(product: Int, probe: Probe)]] = [:]
        var byPort: [UInt16: [Int]] = [:]
        for (index, product) in products.enumerated() {
            for probe in product.recognition.probes where Self.isPath(probe.path) {
                byPath[probe.path, default: []].append((index, probe))
            }
            for port in product.ports where port.transport == "tcp" && !byPort[port.port, default: []].contains(index) {
                byPort[port.port, default: []].append(index)
            }
        }
        self.byPath = byPath
        self.byPort = byPort
        // Servers of models hold most of what matters, so their paths come first among those of as many products.
        func weight(of path: String) -> Int {
            let askers = byPath[path, default: []]
            return askers.count * 2 + (askers.contains { products[$0.product].kind == "inference_server" } ? 1 : 0)
        }
        commonPaths = byPath.keys.sorted { left, right in
            let (first, second) = (weight(of: left), weight(of: right))
            return first != second ? first > second : left < right
        }
    }

    /// Whether a path can stand in a request line.
    static func isPath(_ path: String) -> Bool {
        path.hasPrefix("/") && path.utf8.count <= 1_024 && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// The products that listen on a port when nothing is set.
    func products(listeningOn port: UInt16) -> [Int] { byPort[port] ?? [] }

    /// The paths of a product's probes.
    func paths(of product: Int) -> [String] {
        products[product].recognition.probes.map(\.path).filter(Self.isPath)
    }

    /// The paths that a listener of nobody certain is asked for, without repeats.
    func paths(onPort port: UInt16, guess: Int?) -> (likely: [String], others: [String]) {
        var seen: Set<String> = []
        let products = (guess.map { [$0] } ?? []) + products(listeningOn: port)
        let likely = products.flatMap { paths(of: $0) }.filter { seen.insert($0).inserted }
        return (likely, commonPaths.filter { seen.insert($0).inserted })
    }

    /// The probes of every product that look at a path.
    func probes(at path: String) -> [(product: Int, probe: Probe)] { byPath[path] ?? [] }

    /// The harmless paths of a product that show whether and what it tells without a key, the check first.
    func detailPaths(of product: Int) -> [String] {
        var seen: Set<String> = []
        let authentication = products[product].authentication
        return ((authentication.check.map { [$0.path] } ?? []) + disclosures(of: product).map(\.path)).filter {
            Self.isPath($0) && seen.insert($0).inserted
        }
    }

    /// What a product discloses by harmless requests.
    func disclosures(of product: Int) -> [Disclosure] {
        products[product].disclosures.filter { $0.isHarmless && $0.method == "GET" }
    }
}
