/// The cyclic redundancy check CRC-32 of IEEE 802.3, bit by bit, which is enough for tokens.
private struct CRC32 {
    private var state = UInt32.max

    mutating func add(_ byte: UInt8) {
        state ^= UInt32(byte)
        for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0xEDB8_8320 : state >> 1 }
    }

    var sum: UInt32 { ~state }
}

/// Whether a text is a token whose last six characters are the CRC-32, in base 62, of what stands behind the prefix.
///
/// GitHub and npm make their tokens so: a prefix up to the last underscore, random characters, six of the check
/// ("Behind GitHub's new authentication token formats", 2021).
func isChecksummedToken(_ text: Span<UInt8>) -> Bool {
    var start = 0
    for index in 0..<text.count where text[index] == UInt8(ascii: "_") { start = index + 1 }
    let end = text.count - 6
    guard start > 0, end > start else { return false }
    var check = CRC32()
    for index in start..<end { check.add(text[index]) }
    var rest = check.sum
    for index in stride(from: text.count - 1, through: end, by: -1) {
        let digit = UInt8(truncatingIfNeeded: rest % 62)
        rest /= 62
        let expected: UInt8
        switch digit {
        case 0..<10: expected = UInt8(ascii: "0") + digit
        case 10..<36: expected = UInt8(ascii: "A") + digit - 10
        default: expected = UInt8(ascii: "a") + digit - 36
        }
        guard text[index] == expected else { return false }
    }
    return true
}

/// Whether a text is a GitLab token of the routable kind, which ends in the CRC-32, in base 36, of all before it.
///
/// Layout: prefix, payload in base 64, a dot, perhaps a version and another dot, the payload's length in two digits and
/// the check in seven (GitLab, "Routable tokens").
func isGitLabRoutableToken(_ text: Span<UInt8>) -> Bool {
    let end = text.count - 7
    guard end > 0 else { return false }
    var check = CRC32()
    for index in 0..<end { check.add(text[index]) }
    var rest = check.sum
    for index in stride(from: text.count - 1, through: end, by: -1) {
        let digit = UInt8(truncatingIfNeeded: rest % 36)
        rest /= 36
        guard text[index] == (digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10) else {
            return false
        }
    }
    return true
}
