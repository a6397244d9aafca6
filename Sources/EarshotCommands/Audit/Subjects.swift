internal import Foundation
internal import HostInventory
internal import Knowledge
internal import Observation

/// The processes and products that the user asked about; without any, everything.
struct Subjects {
    private let pids: Set<Int64>
    private let products: Set<String>
    private let scansAllProducts: Bool
    private let catalogue: Catalogue

    /// - Throws: ``UsageError`` for a process that is not there and for a product that nothing is known of.
    init(options: AuditOptions, catalogue: Catalogue) throws(UsageError) {
        try Self.check(pids: options.pids)
        try Self.check(products: options.products, catalogue)
        pids = Set(options.pids.map(Int64.init))
        products = options.products
        scansAllProducts = options.scansAllProducts
        self.catalogue = catalogue
    }

    /// - Throws: ``UsageError`` for a process that is not there.
    static func check(pids: Set<Int32>) throws(UsageError) {
        for pid in pids.sorted() where pid <= 0 || !FileManager.default.fileExists(atPath: "/proc/\(pid)") {
            throw UsageError("--pid \(pid): no such process")
        }
    }

    /// - Throws: ``UsageError`` for a product that nothing is known of.
    static func check(products: Set<String>, _ catalogue: Catalogue) throws(UsageError) {
        let known = Set(catalogue.products.map(\.id))
        guard let unknown = products.subtracting(known).sorted().first else { return }
        let names = known.sorted().joined(separator: ", ")
        throw UsageError("--product \(unknown): nothing is known of such a product; known are: \(names)")
    }

    /// The display names of all products, by identifier.
    var productNames: [String: String] {
        Dictionary(catalogue.products.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    }

    /// Whether a product was asked about.
    func includes(product: String) -> Bool {
        products.isEmpty || products.contains(product)
    }

    /// Whether an event is about something that was asked about.
    func include(_ event: Event) -> Bool {
        if event.category == .captureHealth { return true }
        if !products.isEmpty, !products.contains(event.string(.llmProduct) ?? "") { return false }
        guard !pids.isEmpty else { return true }
        return [.processPID, .processParentPID].contains { event.integer($0).map(pids.contains) ?? false }
    }

    /// The products whose places are scanned.
    func scanned(in inventory: Inventory) -> [Product] {
        let found = Set(inventory.instances.map(\.product.id))
        return catalogue.products.filter { product in
            includes(product: product.id) && (scansAllProducts || found.contains(product.id))
        }
    }
}
