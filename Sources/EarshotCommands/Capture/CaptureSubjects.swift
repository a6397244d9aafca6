internal import HostInventory
internal import Knowledge
internal import Synchronization

/// The programs whose packets are written: processes, products, and all that they start.
final class CaptureSubjects: Sendable {
    /// Whether every packet is.
    let areEverything: Bool

    private let products: Set<String>
    private let inventory: Inventory?
    private let tree: Mutex<ProcessTree>

    /// - Throws: ``UsageError`` for a process that is not there and for a product that nothing is known of.
    init(pids: Set<Int32>, products: Set<String>) throws(UsageError) {
        try Subjects.check(pids: pids)
        areEverything = pids.isEmpty && products.isEmpty
        self.products = products
        var roots = pids
        if products.isEmpty {
            inventory = nil
        } else {
            let catalogue = try RulesInForce(adding: []).catalogue
            try Subjects.check(products: products, catalogue)
            let inventory = Self.inventory(catalogue)
            for instance in inventory.instances where products.contains(instance.product.id) {
                roots.formUnion(instance.members.map(\.record.pid))
            }
            self.inventory = inventory
        }
        tree = Mutex(ProcessTree(roots: roots))
    }

    /// The products of this host, without asking anybody.
    private static func inventory(_ catalogue: Catalogue) -> Inventory {
        let processes = ProcessTable.snapshot()
        let (listeners, _) = ListeningSockets.inventory(processes: processes, holders: SocketHolders.current())
        return Inventory.take(
            catalogue: catalogue, processes: processes, listeners: listeners, options: InventoryOptions(probes: false))
    }

    /// Whether a process is one of them.
    func include(_ record: ProcessRecord) -> Bool {
        if areEverything { return true }
        return tree.withLock { tree in
            if tree.contains(record) { return true }
            guard let product = inventory?.product(of: record)?.product.id, products.contains(product) else {
                return false
            }
            tree.insert(record.identity)
            return true
        }
    }

    /// Looks for processes that came since; to be called often, because children outlive their parents.
    func refresh() {
        guard !areEverything else { return }
        tree.withLock { $0.update() }
    }
}
