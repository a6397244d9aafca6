package import Knowledge

/// A place of the catalogue: whose it is, and what it is.
package struct CataloguedPlace: Sendable {
    package let productID: String
    package let artifact: Artifact
}

/// Every place of every product in every home, compiled into one automaton over the names of a path.
///
/// Its states are carried down the tree: where none is alive, which is almost everywhere, a file costs nothing.
package struct PlaceMap: Sendable {
    /// One name further on in one or several places.
    private struct Node: Sendable {
        var literals: [FileName: Int] = [:]
        var wildcards: [(tokens: [PathPattern.Token], next: Int)] = []
        /// The node of `**`, which is alive with this one because it stands for no folder too.
        var deep: Int?
        /// Whether any name leads back to it.
        var isDeep = false
        /// The place whose path ends here.
        var place: Int?
        /// The bytes that names begin with which lead on from here.
        var beginnings = ByteClass()

        /// Whether nothing can follow.
        var isDead: Bool { literals.isEmpty && wildcards.isEmpty && deep == nil && !isDeep }

        /// Takes note of what names may begin with, once all are there.
        mutating func noteBeginnings() {
            for name in literals.keys { name.bytes.first.map { beginnings.insert($0) } }
            for (tokens, _) in wildcards {
                if case .byte(let byte)? = tokens.first { beginnings.insert(byte) } else { beginnings = .all }
            }
            if isDeep, place != nil { beginnings = .all }
        }
    }

    private var nodes = [Node()]
    private var places: [CataloguedPlace] = []

    /// A map without places.
    package init() {}

    /// Takes all places of some products; where two lead to the same file, the one given first counts.
    package init(_ targets: [ResidueScan.Target]) {
        var links = ResolvedFolders()
        for target in targets {
            for artifact in target.product.artifacts {
                let number = places.count
                places.append(CataloguedPlace(productID: target.product.id, artifact: artifact))
                for context in target.contexts {
                    for pattern in artifact.patterns(in: context) {
                        insert(pattern, number, &links)
                    }
                }
            }
        }
        for number in nodes.indices { nodes[number].noteBeginnings() }
    }

    /// Adds a pattern as it is written and, where links lead elsewhere, as the disk has it.
    private mutating func insert(_ pattern: PathPattern, _ place: Int, _ links: inout ResolvedFolders) {
        let names = pattern.anchor.split(separator: UInt8(ascii: "/")).map { PathPattern.Segment.name(Array($0)) }
        let segments = names + pattern.segments
        insert(segments, place)
        var literal: [[UInt8]] = []
        for case .name(let name) in segments.prefix(while: { if case .name = $0 { true } else { false } }) {
            literal.append(name)
        }
        guard let (count, resolved) = links.resolved(literal) else { return }
        insert(resolved.map { .name($0) } + segments.dropFirst(count), place)
    }

    private mutating func insert(_ segments: [PathPattern.Segment], _ place: Int) {
        var node = 0
        for segment in segments {
            let next: Int
            switch segment {
            case .name(let name):
                let name = FileName(name)
                next = nodes[node].literals[name] ?? nodes.count
                if next == nodes.count { nodes[node].literals[name] = next }
            case .wildcard(let tokens):
                next = nodes[node].wildcards.first { $0.tokens == tokens }?.next ?? nodes.count
                if next == nodes.count { nodes[node].wildcards.append((tokens, next)) }
            case .anyDepth:
                next = nodes[node].deep ?? nodes.count
                nodes[node].deep = next
            }
            if next == nodes.count { nodes.append(Node()) }
            if case .anyDepth = segment { nodes[next].isDeep = true }
            node = next
        }
        nodes[node].place = min(nodes[node].place ?? place, place)
    }

    /// What is alive in the folder of an absolute path.
    func states(at path: [UInt8]) -> PlaceStates {
        var states = self.states(alive: closure([0]), inside: nil)
        for name in path.split(separator: UInt8(ascii: "/")) {
            states = self.states(entering: Array(name), from: states)
        }
        return states
    }

    /// What is alive in a folder of a folder.
    func states(entering name: [UInt8], from states: PlaceStates) -> PlaceStates {
        guard !states.isEmpty else { return states }
        let next = step(name, states.alive)
        var inside = states.inside
        for case let place? in next.lazy.map({ nodes[$0].place }) where takesFolders(place) {
            inside = min(inside ?? place, place)
        }
        return self.states(alive: closure(next), inside: inside)
    }

    private func states(alive: [Int], inside: Int?) -> PlaceStates {
        var beginnings = ByteClass()
        for number in alive { beginnings.formUnion(nodes[number].beginnings) }
        return PlaceStates(alive: alive, inside: inside, beginnings: inside == nil ? beginnings : .all)
    }

    /// The place that a file in a folder belongs to.
    func place(ofFile name: [UInt8], in states: PlaceStates) -> CataloguedPlace? {
        guard !states.isEmpty else { return nil }
        let ends = step(name, states.alive).compactMap { nodes[$0].place }
        return (ends + [states.inside].compactMap(\.self)).min().map { places[$0] }
    }

    private func step(_ name: [UInt8], _ alive: [Int]) -> [Int] {
        var next: [Int] = []
        let key = FileName(name)
        for number in alive {
            let node = nodes[number]
            if let literal = node.literals[key] { next.append(literal) }
            for (tokens, target) in node.wildcards where PathPattern.matches(name, tokens) { next.append(target) }
            if node.isDeep { next.append(number) }
        }
        return next
    }

    /// Nodes without their repetitions, and the `**` behind them.
    private func closure(_ states: [Int]) -> [Int] {
        var alive: [Int] = []
        for number in states + states.compactMap({ nodes[$0].deep }) where !alive.contains(number) {
            alive.append(number)
        }
        return alive.filter { !nodes[$0].isDead }
    }

    /// Whether all that lies in a folder belongs to the place that ends at the folder's name.
    private func takesFolders(_ place: Int) -> Bool {
        switch places[place].artifact.format {
        case .directory, .mixed, .levelDB: true
        default: false
        }
    }
}

/// How far the places of a ``PlaceMap`` have come in one folder.
struct PlaceStates: Hashable, Sendable {
    /// The nodes that another name may lead on from.
    let alive: [Int]
    /// The place that everything here belongs to.
    let inside: Int?
    /// What the names of files begin with that belong to a place.
    fileprivate let beginnings: ByteClass

    static let none = PlaceStates(alive: [], inside: nil, beginnings: ByteClass())

    var isEmpty: Bool { alive.isEmpty && inside == nil }

    /// Whether a file may belong to a place, by its name's first byte; true for some that do not.
    @inline(__always)
    func mayHold(_ first: UInt8) -> Bool { beginnings.contains(first) }
}
