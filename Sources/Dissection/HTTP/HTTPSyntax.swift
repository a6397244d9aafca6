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

    /// The version digits at the end of a request line without its line end: `1.0` or `1.1`.
    static func version(of bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
        let start = line.upperBound - 9
        // A method, a blank and at least one byte of a target stand before it.
        guard start >= line.lowerBound + 3, bytes.hasASCII(" HTTP/1.", at: start) else { return nil }
        guard (0x30...0x39).contains(bytes[line.upperBound - 1]) else { return nil }
        return line.upperBound - 3..<line.upperBound
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
