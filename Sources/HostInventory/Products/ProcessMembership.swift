internal import Knowledge

/// Which processes belong to which product, and to the same run of it.
struct ProcessMembership: Sendable {
    /// The place of one process.
    struct Place: Sendable {
        let product: Int
        /// The part that a child plays; nothing for a process that stands for itself.
        let childRole: String?
        /// What it was recognised by itself.
        let signs: Set<RecognitionSign>
        /// The uppermost process of the same run.
        let root: ProcessIdentity
        /// The product that the process would be if it had no forebears, as the engine inside an app.
        let engine: Int?
    }

    private(set) var places: [ProcessIdentity: Place] = [:]
    /// Every process that was looked at, whether it has a place or not.
    private var seen: Set<ProcessIdentity> = []
    private let finder: ProductFinder

    init(finder: ProductFinder) {
        self.finder = finder
    }

    /// Gives every process its place, forebears first.
    mutating func place(
        _ records: [ProcessRecord], listening: Set<ProcessIdentity>, libraries: (ProcessRecord) -> Set<String>
    ) {
        for record in records.sorted(by: Self.forebearsFirst) {
            seen.insert(record.identity)
            let traits = ProcessTraits(record)
            var own = finder.recognise(traits)
            if own == nil, finder.looksAtLibraries,
                listening.contains(record.identity) || Interpreter.isInterpreter(record.program)
            {
                own = finder.recognise(libraries: libraries(record))
            }
            places[record.identity] = place(of: record, traits, own)
        }
    }

    private static func forebearsFirst(_ left: ProcessRecord, _ right: ProcessRecord) -> Bool {
        (left.ancestors.count, left.identity) < (right.ancestors.count, right.identity)
    }

    /// The place of a process that was not there when the others got theirs.
    func place(ofLater record: ProcessRecord) -> Place? {
        if let known = places[record.identity] { return known }
        let traits = ProcessTraits(record)
        return place(of: record, traits, finder.recognise(traits))
    }

    private func place(of record: ProcessRecord, _ traits: ProcessTraits, _ own: ProductFinder.Recognised?) -> Place? {
        guard let above = nearest(above: record) else {
            return own.map {
                Place(product: $0.product, childRole: nil, signs: $0.signs, root: record.identity, engine: nil)
            }
        }
        let signs = own?.signs ?? [.process]
        if let role = finder.role(of: traits, asChildOf: above.product) {
            let engine = own?.product == above.product ? nil : own?.product
            return Place(product: above.product, childRole: role, signs: signs, root: above.root, engine: engine)
        }
        if let own {
            let root = own.product == above.product ? above.root : record.identity
            return Place(product: own.product, childRole: nil, signs: own.signs, root: root, engine: nil)
        }
        guard isForkedWorker(record), above.identity == record.ancestors.first?.identity else { return nil }
        return Place(product: above.product, childRole: "runner", signs: signs, root: above.root, engine: nil)
    }

    private struct Above {
        let identity: ProcessIdentity
        let product: Int
        let root: ProcessIdentity
    }

    /// The next process upwards that belongs to a product.
    ///
    /// A forebear that came later than the others' places is told by its name and executable alone.
    private func nearest(above record: ProcessRecord) -> Above? {
        for ancestor in record.ancestors {
            if let place = places[ancestor.identity] {
                return Above(identity: ancestor.identity, product: place.product, root: place.root)
            }
            guard !seen.contains(ancestor.identity) else { continue }
            var stand = ProcessRecord(identity: ancestor.identity, name: ancestor.name, parentPID: 0)
            stand.executable = ancestor.executable
            if let own = finder.recognise(ProcessTraits(stand)) {
                return Above(identity: ancestor.identity, product: own.product, root: ancestor.identity)
            }
        }
        return nil
    }

    /// A worker that an interpreter made of itself: the same program, with code instead of a script.
    private func isForkedWorker(_ record: ProcessRecord) -> Bool {
        guard let executable = record.executable, let parent = record.ancestors.first else { return false }
        return record.script == nil && Interpreter.isInterpreter(executable.lastPathComponent)
            && !Interpreter.isShell(executable.lastPathComponent) && parent.executable == executable
    }

    /// Takes in a process that was recognised by what its listener answers, which says more than a library.
    mutating func adopt(_ record: ProcessRecord, as product: Int) {
        guard places[record.identity].map({ $0.signs == [.library] && $0.product != product }) ?? true else { return }
        places[record.identity] = Place(
            product: product, childRole: nil, signs: [.probe], root: record.identity, engine: nil)
    }
}
