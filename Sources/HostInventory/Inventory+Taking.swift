internal import Knowledge
internal import Observation

/// An inventory while it is taken, one step after the other.
struct InventoryTaking {
    let finder: ProductFinder
    let listeners: [ListeningSocket]
    let options: InventoryOptions
    private(set) var membership: ProcessMembership
    /// What listeners answered, by position.
    private(set) var answers: [Int: ListenerAnswers] = [:]
    var instances: [ProductInstance] = []
    var coverage = Coverage()
    /// The folders of Python packages that running programs use.
    var packageFolders: [PackagePlace] = []
    /// The product that answers at a listener, when it is not the one that the listener belongs to.
    var engines: [ListeningSocket: Int] = [:]

    init(products: [Product], listeners: [ListeningSocket], options: InventoryOptions) {
        finder = ProductFinder(products)
        membership = ProcessMembership(finder: finder)
        self.listeners = listeners
        self.options = options
        coverage.count(.environmentsUnreadable, 0)
        coverage.count(.probesSent, 0)
        coverage.count(.probesFailed, 0)
        for id in finder.brokenProducts {
            coverage.note(
                .rules, .partly, "recognition of products", reason: "an expression does not compile", example: id)
        }
    }

    /// Gives every process its place in a product.
    mutating func place(_ processes: ProcessTable) {
        coverage.count(.processesSeen, Int64(processes.records.count))
        coverage.count(.processesVanished, Int64(processes.vanished))
        coverage.note(.inventory, .looked, "processes", count: processes.records.count)
        let listening = Set(listeners.flatMap { $0.owners.map(\.identity) })
        var denied = 0
        var folders: [PackagePlace] = []
        membership.place(processes.inOrder, listening: listening) { record in
            do throws(ReadFailure) {
                let mapped = try MappedFiles.read(of: record.pid, root: options.processRoot)
                folders += PackagePlace.places(of: record, mapped: mapped, options: options)
                return mapped.names
            } catch {
                if error == .denied { denied += 1 }
                return []
            }
        }
        packageFolders = folders
        if denied > 0 {
            coverage.note(
                .inventory, .partly, "libraries of processes that no other sign tells", reason: "permission denied",
                remedy: Coverage.Remedy.privilege, count: denied)
        }
    }

    /// Asks the listeners, and takes in the processes that only an answer tells.
    mutating func probe() {
        guard options.probes else {
            coverage.note(.probe, .notAsked, "listening sockets", reason: "probes are switched off")
            return
        }
        let owners = listeners.map { socket -> LoopbackProbe.Owner in
            guard let place = place(behind: socket) else { return .unknown }
            let product = place.engine ?? place.product
            return place.signs == [.library] ? .perhaps(product) : .certainly(product)
        }
        answers = LoopbackProbe(products: finder.products).answers(of: listeners, owners: owners, coverage: &coverage)
        for (index, socket) in listeners.enumerated() where socket.publishedBy == nil {
            if case .certainly = owners[index] { continue }
            guard let matches = answers[index]?.matches, let first = matches.first else { continue }
            for owner in socket.owners {
                let product = membership.places[owner.identity]?.product
                // A library says which engine is inside; an answer says what was made of it.
                membership.adopt(owner, as: matches.first { $0.product == product }?.product ?? first.product)
            }
        }
    }

    /// The place of the process that a report names for a socket.
    func place(behind socket: ListeningSocket) -> ProcessMembership.Place? {
        guard socket.publishedBy == nil else { return nil }
        return socket.owners.lazy.compactMap { membership.places[$0.identity] }.first
    }
}
