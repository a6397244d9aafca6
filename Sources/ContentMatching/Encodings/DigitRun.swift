/// A run of digits of base 64, and what they look like.
struct DigitRun {
    var range: Range<Int>
    private var looked = 0
    private var capitals = 0
    private var smalls = 0
    private var marks = 0
    private var hex = 0

    /// Finds the whole run around one of its bytes.
    init(around inside: Int, in bytes: Span<UInt8>, _ bounds: Range<Int>) {
        var (start, end) = (inside, inside)
        while start > bounds.lowerBound, Self.isDigit(bytes[start - 1]) { start -= 1 }
        while end < bounds.upperBound, Self.isDigit(bytes[end]) { end += 1 }
        range = start..<end
    }

    /// Looks at what digits it has; the beginning says enough of a long run.
    mutating func look(_ bytes: Span<UInt8>) {
        looked = min(range.count, 96)
        for offset in range.prefix(looked) {
            switch bytes[offset] {
            case UInt8(ascii: "A")...UInt8(ascii: "F"): (capitals, hex) = (capitals + 1, hex + 1)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): (smalls, hex) = (smalls + 1, hex + 1)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hex += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): capitals += 1
            case UInt8(ascii: "a")...UInt8(ascii: "z"): smalls += 1
            default: marks += 1
            }
        }
    }

    /// Whether all are hexadecimal digits.
    var isHex: Bool { hex == looked }

    /// Whether it may be base 64, and is no path, no constant's name and no row of dashes.
    var seemsBase64: Bool { capitals > 0 && smalls > 0 && 10 * marks <= looked }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool {
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter < 26 || byte &- UInt8(ascii: "/") < 11 || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }

    /// The end of the last of the lines that go on with it: none is longer than this one, and only the last is shorter.
    func endWithFollowingLines(in bytes: Span<UInt8>, _ bounds: Range<Int>, limit: Int) -> Int {
        guard range.count >= 60, range.count.isMultiple(of: 4) else { return range.upperBound }
        var end = range.upperBound
        while end - range.lowerBound < limit {
            var start = end
            var hasFeed = false
            while start < bounds.upperBound, start - end < 12 {
                if bytes[start] == UInt8(ascii: "\\"), start + 1 < bounds.upperBound,
                    bytes[start + 1] == UInt8(ascii: "n") || bytes[start + 1] == UInt8(ascii: "r")
                {
                    hasFeed = true
                    start += 2
                } else if bytes[start] == 0x0A || bytes[start] == 0x0D || bytes[start] == 0x20 || bytes[start] == 0x09 {
                    hasFeed = hasFeed || bytes[start] == 0x0A
                    start += 1
                } else {
                    break
                }
            }
            var next = start
            while next < bounds.upperBound, next - start < range.count, Self.isDigit(bytes[next]) { next += 1 }
            guard hasFeed, next > start else { return end }
            end = next
            guard next - start == range.count else { return end }
        }
        return end
    }
}
