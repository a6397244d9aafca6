internal import Knowledge
internal import Observation

extension InventoryTaking {
    /// Makes the runs of products out of processes and listeners.
    mutating func formInstances(_ processes: ProcessTable) {
        var trees = Trees(finder: finder)
        for record in processes.inOrder {
            if let place = membership.places[record.identity] { trees.add(record, place) }
        }
        var loose: [(product: Int, listener: Int)] = []
        for (index, socket) in listeners.enumerated() {
            if let place = place(behind: socket) {
                if let engine = place.engine { engines[socket] = engine }
                trees.add(index, place, isServer: socket.transport == .tcp)
            } else if let match = answers[index]?.matches.first {
                loose.append((match.product, index))
            }
        }
        trees.mergeIdle()
        for (product, index) in loose {
            trees.addLoose(index, of: product, socket: listeners[index])
        }
        instances = trees.inOrder.map { tree in
            let listening = Set(tree.servers.flatMap { listeners[$0].owners.map(\.identity) })
            var signs = tree.signs
            for index in tree.listeners
            where answers[index]?.matches.contains(where: { $0.product == tree.product }) == true {
                signs.insert(.probe)
            }
            var instance = ProductInstance(
                product: finder.products[tree.product], recognisedBy: signs.sorted().map(\.rawValue),
                members: tree.members.map { record, place in
                    let own = listening.contains(record.identity) ? "server" : finder.ownRole(of: tree.product)
                    return .init(record: record, role: place.childRole ?? own)
                },
                listeners: tree.listeners.map { listener(at: $0) }.sorted(by: ProductListener.inOrder))
            let versions = tree.listeners.compactMap { index in
                answers[index]?.matches.first { $0.product == tree.product }?.version
            }
            if let version = versions.first {
                (instance.version, instance.versionSource) = (version, "probe")
            }
            return instance
        }
    }

    /// A listener as far as its answers tell of it; authentication follows with the settings.
    private func listener(at index: Int) -> ProductListener {
        let answer = answers[index]
        return ProductListener(
            socket: listeners[index], authentication: "unknown", authenticationSource: nil,
            cors: (answer?.crossOrigin ?? .unknown).rawValue, openPaths: answer?.openPaths ?? [])
    }
}

extension ProductListener {
    static func inOrder(_ left: ProductListener, _ right: ProductListener) -> Bool {
        let (first, second) = (left.socket, right.socket)
        return (first.address.port, first.transport.rawValue, first.address.ip.description, first.inode)
            < (second.address.port, second.transport.rawValue, second.address.ip.description, second.inode)
    }
}

/// The processes and listeners of products, grouped by the run that they belong to.
private struct Trees {
    /// One run.
    struct Tree {
        let product: Int
        var members: [(record: ProcessRecord, place: ProcessMembership.Place)] = []
        /// Positions of the listeners.
        var listeners: [Int] = []
        /// Those of them that take connections.
        var servers: [Int] = []
        var signs: Set<RecognitionSign> = []

        var isInContainer: Bool { members.contains { $0.record.container != nil } }
    }

    private let finder: ProductFinder
    private var trees: [Tree] = []
    private var byRoot: [ProcessIdentity: Int] = [:]
    private var byPort: [LoosePort: Int] = [:]

    /// Listeners whose owners are not known belong together when product and port are the same.
    private struct LoosePort: Hashable {
        let product: Int
        let port: UInt16
    }

    init(finder: ProductFinder) {
        self.finder = finder
    }

    private mutating func index(of place: ProcessMembership.Place) -> Int {
        if let known = byRoot[place.root], trees[known].product == place.product { return known }
        byRoot[place.root] = trees.count
        trees.append(Tree(product: place.product))
        return trees.count - 1
    }

    mutating func add(_ record: ProcessRecord, _ place: ProcessMembership.Place) {
        let index = index(of: place)
        trees[index].members.append((record, place))
        if place.childRole == nil || trees[index].signs.isEmpty { trees[index].signs.formUnion(place.signs) }
    }

    mutating func add(_ listener: Int, _ place: ProcessMembership.Place, isServer: Bool) {
        let index = index(of: place)
        trees[index].listeners.append(listener)
        if isServer { trees[index].servers.append(listener) }
    }

    /// Adds a listener that only its answers tell: to the container that it is published for, or to a run without processes.
    mutating func addLoose(_ listener: Int, of product: Int, socket: ListeningSocket) {
        let inContainers = trees.indices.filter { trees[$0].product == product && trees[$0].isInContainer }
        let key = LoosePort(product: product, port: socket.address.port)
        let index: Int
        if socket.publishedBy != nil, inContainers.count == 1, let only = inContainers.first {
            index = only
        } else if let known = byPort[key] {
            index = known
        } else {
            trees.append(Tree(product: product))
            index = trees.count - 1
            byPort[key] = index
        }
        trees[index].listeners.append(listener)
        trees[index].servers.append(listener)
    }

    /// Puts what waits for nobody to a run of the same product, so that clients of one server are no products of their own.
    mutating func mergeIdle() {
        var kept: [Tree] = []
        for tree in trees where !tree.servers.isEmpty { kept.append(tree) }
        for tree in trees where tree.servers.isEmpty {
            let first = tree.members.first?.record
            let (container, namespace) = (first?.container, first?.networkNamespace)
            let user = first?.userID
            let hosts = kept.indices.filter {
                let host = kept[$0].members.first?.record
                return kept[$0].product == tree.product && host?.container == container
                    && host?.networkNamespace == namespace
            }
            let host = hosts.first { kept[$0].members.first?.record.userID == user } ?? hosts.first
            if let host {
                kept[host].members += tree.members
                kept[host].listeners += tree.listeners
                kept[host].signs.formUnion(tree.signs)
            } else {
                kept.append(tree)
            }
        }
        trees = kept
        byRoot = [:]
    }

    /// The runs by product, then by the start of the first process, those without processes last.
    var inOrder: [Tree] {
        let sorted = trees.map { tree in
            var tree = tree
            tree.members.sort { $0.record.identity < $1.record.identity }
            return tree
        }
        return sorted.enumerated().sorted { left, right in
            if left.element.product != right.element.product { return left.element.product < right.element.product }
            switch (left.element.members.first?.record.identity, right.element.members.first?.record.identity) {
            case (let first?, let second?) where first != second: return first < second
            case (.some, nil): return true
            case (nil, .some): return false
            default: return left.offset < right.offset
            }
        }.map(\.element)
    }
}
