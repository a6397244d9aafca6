package import Knowledge
package import Observation

/// The products of this host: which run, which are installed, who can reach them and how they are set.
package struct Inventory: Sendable {
    /// The products, in the order of identifiers and of the start of their processes.
    package let instances: [ProductInstance]
    /// What is told of them, in the same order.
    package let events: [Event]
    /// What was looked at and what could not be.
    package let coverage: Coverage

    private let finder: ProductFinder
    private let membership: ProcessMembership
    /// Where each member stands in ``instances``.
    private let positions: [ProcessIdentity: (instance: Int, member: Int)]

    /// Takes the inventory.
    ///
    /// Reads below `/proc` and the folders of packages, and asks listeners over loopback when the options say so. What
    /// cannot be read is no error but a line of the coverage.
    ///
    /// - Parameters:
    ///   - catalogue: what is known of products.
    ///   - processes: the processes of the host.
    ///   - listeners: the sockets that wait on the host.
    ///   - options: what is done besides reading.
    /// - Returns: what was found, and how much of the host was looked at.
    package static func take(
        catalogue: Catalogue, processes: ProcessTable, listeners: [ListeningSocket], options: InventoryOptions
    ) -> Inventory {
        var taking = InventoryTaking(products: catalogue.products, listeners: listeners, options: options)
        taking.place(processes)
        taking.probe()
        taking.formInstances(processes)
        taking.addPackages()
        taking.readSettings()
        return Inventory(taking, at: processes.takenAt, catalogue: catalogue)
    }

    private init(_ taking: InventoryTaking, at moment: Timestamp, catalogue: Catalogue) {
        instances = taking.instances
        events = taking.instances.flatMap { instance in
            instance.events(at: moment, advisories: catalogue.advisories[instance.product.id] ?? [])
        }
        var coverage = taking.coverage
        coverage.count(.productsFound, Int64(instances.count))
        self.coverage = coverage
        finder = taking.finder
        membership = taking.membership
        var positions: [ProcessIdentity: (instance: Int, member: Int)] = [:]
        for (index, instance) in instances.enumerated() {
            for (member, entry) in instance.members.enumerated() {
                positions[entry.record.identity] = (index, member)
            }
        }
        self.positions = positions
    }

    /// The run of a product that a process belongs to, and the part it plays.
    package func instance(holding identity: ProcessIdentity) -> (instance: ProductInstance, role: String)? {
        guard let position = positions[identity] else { return nil }
        let instance = instances[position.instance]
        return (instance, instance.members[position.member].role)
    }

    /// The product that a process belongs to, also one that came after the inventory, and the part it plays.
    ///
    /// Nothing is read or asked for it; the record alone decides.
    package func product(of record: ProcessRecord) -> (product: Product, role: String)? {
        if let (instance, role) = instance(holding: record.identity) { return (instance.product, role) }
        guard let place = membership.place(ofLater: record) else { return nil }
        return (finder.products[place.product], place.childRole ?? finder.ownRole(of: place.product))
    }
}
