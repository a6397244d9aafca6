/// One field of a header block.
struct HTTP2Field: Equatable {
    /// Lower case in well-formed blocks; begins with a colon where it is no field of HTTP but a part of its first line.
    let name: String
    let value: String
}

/// A header block, decoded: a head or the trailers of a message.
struct HTTP2FieldBlock {
    /// The fields in their order, as far as there is room.
    var fields: [HTTP2Field] = []
    /// Whether there are fields that could not be read.
    var hasUnknownFields = false
    /// What is odd about it.
    var weirds: [Weird] = []
    /// Whether it is longer than what is kept.
    var isCapped = false

    /// The value of the first field of a name.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Notes an oddity, once.
    mutating func note(_ weird: Weird) {
        if !weirds.contains(weird) { weirds.append(weird) }
    }
}
