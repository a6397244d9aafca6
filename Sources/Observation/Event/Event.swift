/// One thing that was observed, described in one flat vocabulary.
///
/// Keys are dotted names: those of ``Field`` for what Earshot observes itself, any others for events that were read
/// from a file. A field that is not there is *missing*, which rules tell apart from ``FieldValue/null``.
package struct Event: Hashable, Sendable {
    /// What kind of thing the event tells of.
    package let category: EventCategory

    /// When it was observed.
    package let timestamp: Timestamp

    /// Every field that is known of it, by dotted name.
    package var fields: EventFields

    /// Creates an event.
    package init(_ category: EventCategory, at timestamp: Timestamp, _ fields: [Field: FieldValue] = [:]) {
        self.category = category
        self.timestamp = timestamp
        self.fields = EventFields()
        for (field, value) in fields { self.fields[field] = value }
    }

    /// The value of a field of the vocabulary; assigning nothing removes it.
    package subscript(field: Field) -> FieldValue? {
        get { fields[field] }
        set { fields[field] = newValue }
    }

    /// The text of a field, when it is there and is a string.
    package func string(_ field: Field) -> String? {
        fields[field]?.string
    }

    /// The number of a field, when it is there and is an integer.
    package func integer(_ field: Field) -> Int64? {
        fields[field]?.integer
    }

    /// Sets a field to a string, and leaves it as it is when there is none.
    package mutating func set(_ field: Field, _ value: String?) {
        guard let value else { return }
        fields[field] = .string(value)
    }

    /// Sets a field to a number, and leaves it as it is when there is none.
    package mutating func set(_ field: Field, _ value: (some BinaryInteger)?) {
        guard let value else { return }
        fields[field] = .integer(Int64(clamping: value))
    }

    /// Sets a field to a truth value, and leaves it as it is when there is none.
    package mutating func set(_ field: Field, _ value: Bool?) {
        guard let value else { return }
        fields[field] = .boolean(value)
    }

    /// Sets a field to a list of strings, and leaves it as it is when the list is empty.
    package mutating func set(_ field: Field, _ values: [String]) {
        guard !values.isEmpty else { return }
        fields[field] = .list(values.map(FieldValue.string))
    }
}
