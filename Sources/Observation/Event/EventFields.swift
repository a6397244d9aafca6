/// The fields of one event by dotted name, each at most once.
///
/// Fields of the vocabulary lie one behind the other in its order and are found without hashing; others, which only events
/// from files have, lie in a dictionary.
package struct EventFields: Hashable, Sendable {
    private var present = FieldSet()
    private var known: ContiguousArray<FieldValue> = []
    private var others: [String: FieldValue] = [:]

    /// Begins without fields.
    package init() {}

    /// Begins with fields by name.
    package init(_ fields: [String: FieldValue]) {
        for (name, value) in fields { self[name] = value }
    }

    /// How many fields there are.
    package var count: Int { known.count + others.count }

    /// Whether a field of the vocabulary is there.
    package func contains(_ field: Field) -> Bool { present.contains(field) }

    /// Makes room, so that adding so many fields of the vocabulary moves nothing.
    package mutating func reserveCapacity(_ count: Int) {
        known.reserveCapacity(count)
    }

    /// The value of a field of the vocabulary; assigning nothing removes it.
    package subscript(field: Field) -> FieldValue? {
        get {
            present.contains(field) ? known[present.rank(of: field)] : nil
        }
        set {
            let rank = present.rank(of: field)
            switch (present.contains(field), newValue) {
            case (true, let value?): known[rank] = value
            case (true, nil):
                present.remove(field)
                known.remove(at: rank)
            case (false, let value?):
                present.insert(field)
                known.insert(value, at: rank)
            case (false, nil): break
            }
        }
    }

    /// The value of any field; assigning nothing removes it.
    package subscript(name: String) -> FieldValue? {
        get {
            if let field = Field(named: name) { self[field] } else { others[name] }
        }
        set {
            if let field = Field(named: name) {
                self[field] = newValue
            } else {
                others[name] = newValue
            }
        }
    }
}

extension EventFields: Sequence, ExpressibleByDictionaryLiteral {
    package typealias Element = (key: String, value: FieldValue)

    package init(dictionaryLiteral elements: (String, FieldValue)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// The fields of the vocabulary in its order, then the others in no order.
    package func makeIterator() -> some IteratorProtocol<Element> {
        var rank = 0
        let vocabulary = present.members.map { field in
            defer { rank += 1 }
            return (key: field.rawValue, value: known[rank])
        }
        return (vocabulary + others.map { (key: $0.key, value: $0.value) }).makeIterator()
    }

    /// The names of all fields.
    package var keys: [String] { map(\.key) }

    /// The values of all fields.
    package var values: [FieldValue] { map(\.value) }
}
