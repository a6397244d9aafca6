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
        for part in value.split(separator: ",", omittingEmptySubsequences: false) {
            let digits = part.filter { $0 != " " && $0 != "\t" }
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt64(digits), number <= UInt64(Int64.max), length == nil || length == number
            else {
                isLengthBad = true
                return
            }
            length = number
        }
    }
}
