/// The few rules of HTTP's grammar that several parts need (RFC 9110, section 5.6; RFC 9112, section 3).
enum HTTPSyntax {
    /// The longest method that is believed to be one.
    static let longestMethod = 32

    /// Whether a byte may stand in a token.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
        default: false
        }
    }

    /// How many different field names are kept of a message.
    static let fieldNameLimit = 128

    /// The version digits at the end of a request line without its line end: `1.0` or `1.1`.
    static func version(of bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
        let start = line.upperBound - 9
        // A method, a blank and at least one byte of a target stand before it.
        guard start >= line.lowerBound + 3, bytes.hasASCII(" HTTP/1.", at: start) else { return nil }
        guard (0x30...0x39).contains(bytes[line.upperBound - 1]) else { return nil }
        return line.upperBound - 3..<line.upperBound
    }

    /// Whether bytes begin a status line, or may do so once there are more of them.
    ///
    /// Some proxies write the name of the protocol in lower case, which is wrong but understood.
    static func beginsStatusLine(_ bytes: Span<UInt8>) -> Bool {
        let name: [5 of UInt8] = [0x68, 0x74, 0x74, 0x70, 0x2F]
        for index in 0..<min(bytes.count, 5) where bytes[index] | 0x20 != name[index] | 0x20 { return false }
        return true
    }

    /// The line that begins at an offset, without its end; moves the offset to the next one.
    static func nextLine(_ bytes: Span<UInt8>, _ offset: inout Int) -> Range<Int> {
        let start = offset
        var end = bytes.firstIndex(of: 0x0A, in: start..<bytes.count) ?? bytes.count
        offset = min(bytes.count, end + 1)
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    /// The elements of a list that are not empty (RFC 9110, section 5.6.1).
    static func elements(of value: String) -> [Substring] {
        value.split(separator: ",").map { element in
            var element = element.drop { $0 == " " || $0 == "\t" }
            while element.last == " " || element.last == "\t" { element.removeLast() }
            return element
        }.filter { !$0.isEmpty }
    }

    /// The media type of a Content-Type field, lower case, without parameters.
    static func mediaType(_ value: String) -> String {
        let bytes = value.utf8.prefix { $0 != 0x3B && $0 != 0x2C }.filter { $0 != 0x20 && $0 != 0x09 }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    /// Whether a body may hold what someone wrote, by its media type.
    static func mayCarryWords(_ mediaType: String?) -> Bool {
        guard let type = mediaType, !type.isEmpty else { return true }
        return type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("xml")
            || type.hasPrefix("application/grpc") || type == "application/x-www-form-urlencoded"
            || type == "application/x-protobuf" || type.hasPrefix("multipart/")
    }

    /// Adds a field's name to those of a message, once and while there is room.
    static func add(_ name: String, to names: inout [String]) {
        guard names.count < fieldNameLimit, !names.contains(name) else { return }
        names.append(name)
    }

    /// A range without blanks and tabs at its ends.
    static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }
}
