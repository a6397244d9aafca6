extension JSONValue {
    /// How deeply arrays and objects may lie in one another.
    package static let depthLimit = 128

    /// Reads one JSON text.
    ///
    /// Invalid UTF-8 inside a string is replaced by U+FFFD rather than refused, because what is read is evidence. A lone
    /// surrogate in an escape becomes U+FFFD too.
    ///
    /// - Throws: ``JSONError`` when the bytes are no JSON text, or nest deeper than ``depthLimit``.
    package init(parsing bytes: Span<UInt8>) throws(JSONError) {
        var offset = 0
        self = try Self.value(bytes, &offset, depth: 0)
        Self.skipBlanks(bytes, &offset)
        guard offset == bytes.count else { throw JSONError(kind: .trailingBytes, offset: offset) }
    }

    /// Reads the JSON text of a string.
    ///
    /// - Throws: ``JSONError`` as for bytes.
    package init(parsing text: String) throws(JSONError) {
        let bytes = Array(text.utf8)
        self = try JSONValue(parsing: bytes.span)
    }

    private static func skipBlanks(_ bytes: Span<UInt8>, _ offset: inout Int) {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) {
            offset += 1
        }
    }

    private static func next(_ bytes: Span<UInt8>, _ offset: inout Int) throws(JSONError) -> UInt8 {
        skipBlanks(bytes, &offset)
        guard offset < bytes.count else { throw JSONError(kind: .unexpectedEnd, offset: offset) }
        return bytes[offset]
    }

    private static func value(_ bytes: Span<UInt8>, _ offset: inout Int, depth: Int) throws(JSONError) -> JSONValue {
        guard depth < depthLimit else { throw JSONError(kind: .tooDeep, offset: offset) }
        switch try next(bytes, &offset) {
        case UInt8(ascii: "{"): return .object(try members(bytes, &offset, depth: depth))
        case UInt8(ascii: "["): return .array(try elements(bytes, &offset, depth: depth))
        case UInt8(ascii: "\""): return .string(try string(bytes, &offset))
        case UInt8(ascii: "t"): return try word("true", .boolean(true), bytes, &offset)
        case UInt8(ascii: "f"): return try word("false", .boolean(false), bytes, &offset)
        case UInt8(ascii: "n"): return try word("null", .null, bytes, &offset)
        default: return try number(bytes, &offset)
        }
    }

    private static func word(
        _ word: StaticString, _ value: JSONValue, _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(JSONError) -> JSONValue {
        for expected in String(describing: word).utf8 {
            guard offset < bytes.count else { throw JSONError(kind: .unexpectedEnd, offset: offset) }
            guard bytes[offset] == expected else { throw JSONError(kind: .unexpectedByte, offset: offset) }
            offset += 1
        }
        return value
    }

    private static func members(
        _ bytes: Span<UInt8>, _ offset: inout Int, depth: Int
    ) throws(JSONError) -> [Member] {
        offset += 1
        var members: [Member] = []
        guard try next(bytes, &offset) != UInt8(ascii: "}") else {
            offset += 1
            return members
        }
        while true {
            guard try next(bytes, &offset) == UInt8(ascii: "\"") else {
                throw JSONError(kind: .unexpectedByte, offset: offset)
            }
            let name = try string(bytes, &offset)
            guard try next(bytes, &offset) == UInt8(ascii: ":") else {
                throw JSONError(kind: .unexpectedByte, offset: offset)
            }
            offset += 1
            members.append(Member(name, try value(bytes, &offset, depth: depth + 1)))
            guard try hasMore(bytes, &offset, end: UInt8(ascii: "}")) else { return members }
        }
    }

    private static func elements(
        _ bytes: Span<UInt8>, _ offset: inout Int, depth: Int
    ) throws(JSONError) -> [JSONValue] {
        offset += 1
        var elements: [JSONValue] = []
        guard try next(bytes, &offset) != UInt8(ascii: "]") else {
            offset += 1
            return elements
        }
        while true {
            elements.append(try value(bytes, &offset, depth: depth + 1))
            guard try hasMore(bytes, &offset, end: UInt8(ascii: "]")) else { return elements }
        }
    }

    /// Steps over a comma, or over the end mark, and tells which.
    private static func hasMore(_ bytes: Span<UInt8>, _ offset: inout Int, end: UInt8) throws(JSONError) -> Bool {
        let byte = try next(bytes, &offset)
        guard byte == UInt8(ascii: ",") || byte == end else { throw JSONError(kind: .unexpectedByte, offset: offset) }
        offset += 1
        return byte != end
    }

    private static func number(_ bytes: Span<UInt8>, _ offset: inout Int) throws(JSONError) -> JSONValue {
        let start = offset
        var text = ""
        while offset < bytes.count, "+-0123456789.eE".utf8.contains(bytes[offset]) {
            text.unicodeScalars.append(Unicode.Scalar(bytes[offset]))
            offset += 1
        }
        guard !text.isEmpty else { throw JSONError(kind: .unexpectedByte, offset: start) }
        guard isNumber(text) else { throw JSONError(kind: .badNumber, offset: start) }
        if let integer = Int64(text) { return .integer(integer) }
        guard let real = Double(text), real.isFinite else { throw JSONError(kind: .badNumber, offset: start) }
        return .real(real)
    }

    /// Whether a text has the shape of RFC 8259, section 6: no plus sign, no leading zero, digits around the point.
    private static func isNumber(_ text: String) -> Bool {
        var digits = Substring(text)
        if digits.first == "-" { digits.removeFirst() }
        let whole = digits.prefix { $0.isNumber }
        guard !whole.isEmpty, whole.count == 1 || whole.first != "0" else { return false }
        digits = digits.dropFirst(whole.count)
        if digits.first == "." {
            let fraction = digits.dropFirst().prefix { $0.isNumber }
            guard !fraction.isEmpty else { return false }
            digits = digits.dropFirst(fraction.count + 1)
        }
        guard let mark = digits.first else { return true }
        guard mark == "e" || mark == "E" else { return false }
        digits = digits.dropFirst()
        if digits.first == "+" || digits.first == "-" { digits.removeFirst() }
        return !digits.isEmpty && digits.allSatisfy { $0.isNumber }
    }
}
