/// What a head says about how its body is framed (RFC 9112, section 6).
struct HTTP1Framing {
    /// The length, when it is one.
    private(set) var length: UInt64?
    /// Whether the lengths contradict each other, or one is no number.
    private(set) var isLengthBad = false
    /// The transfer codings in the order in which they were applied, lower case.
    private(set) var transferCodings: [String] = []

    /// Whether the body comes in chunks.
    var isChunked: Bool { transferCodings.last == "chunked" }

    /// The transfer codings that lie under the chunks.
    var innerCodings: [String] { transferCodings.filter { $0 != "chunked" } }

    /// What is odd about it.
    var weird: Weird? {
        if isLengthBad { return .badContentLength }
        return length != nil && isChunked ? .lengthBesideChunks : nil
    }

    /// Takes in a field, if it is one of those that count.
    mutating func take(_ name: String, _ value: @autoclosure () -> String) {
        switch name {
        case "content-length": takeLength(value())
        case "transfer-encoding":
            transferCodings += HTTPSyntax.elements(of: value()).map { $0.lowercased() }.filter { $0 != "identity" }
        default: break
        }
    }

    private mutating func takeLength(_ value: String) {
        // The same length repeated, in several fields or in one, is taken once (RFC 9110, section 8.6).
        for part in value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let number = Self.number(part), length == nil || length == number else {
                isLengthBad = true
                return
            }
            length = number
        }
    }

    /// A number of at most 63 bits, blanks around it left out.
    private static func number(_ text: Substring.UTF8View) -> UInt64? {
        let digits = text.drop { $0 == 0x20 || $0 == 0x09 }.prefix { (0x30...0x39).contains($0) }
        let rest = text[digits.endIndex...]
        guard !digits.isEmpty, rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
        var number: UInt64 = 0
        for digit in digits {
            guard number <= (UInt64(Int64.max) - 9) / 10 else { return nil }
            number = number * 10 + UInt64(digit - 0x30)
        }
        return number
    }
}
