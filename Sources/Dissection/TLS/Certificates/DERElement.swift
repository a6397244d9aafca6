/// One element of the distinguished encoding rules (X.690, section 8.1), by its place in the bytes.
struct DERElement {
    /// The tag's octet; tags of more than one do not occur in what is read of certificates.
    let tag: UInt8

    /// The whole element.
    let whole: Range<Int>

    /// What it holds.
    let body: Range<Int>

    static let sequence: UInt8 = 0x30
    static let octetString: UInt8 = 0x04

    /// Reads an element and moves the offset behind it.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when it reaches beyond the end, `badLength` when its length is not
    ///   definite, `unexpectedType` when it has not the tag that is asked for.
    init(parsing bytes: Span<UInt8>, _ offset: inout Int, expecting expected: UInt8? = nil) throws(WireError) {
        let start = offset
        tag = try bytes.readByte(&offset)
        guard expected == nil || expected == tag else { throw WireError(.unexpectedType, at: start) }
        let first = try bytes.readByte(&offset)
        var length = Int(first)
        if first >= 0x80 {
            guard (0x81...0x83).contains(first) else { throw WireError(.badLength, at: start + 1) }
            length = 0
            for _ in 0..<first - 0x80 { length = length << 8 | Int(try bytes.readByte(&offset)) }
        }
        body = try bytes.readRange(length, &offset)
        whole = start..<offset
    }
}
