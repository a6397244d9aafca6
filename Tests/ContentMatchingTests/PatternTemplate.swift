import TestSupport

/// A text of a pattern file's examples, with random characters in the places that it leaves open.
///
/// `{alnum:36}` stands for 36 characters of an alphabet, « and » for the ends of the secret. No example holds a token
/// whole, so no scanner takes the files for a leak.
struct PatternTemplate {
    /// The text.
    let text: String
    /// The part between the marks, if there are any.
    let secret: String?

    init(_ template: String, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var expanded = ""
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{") {
            expanded += rest[..<open]
            rest = rest[open...]
            if let close = rest.firstIndex(of: "}"),
                let filling = Self.filling(rest[rest.index(after: open)..<close], behind: expanded, &random)
            {
                expanded += filling
                rest = rest[rest.index(after: close)...]
            } else {
                expanded += "{"
                rest = rest.dropFirst()
            }
        }
        expanded += rest
        let parts = expanded.split(separator: "«", omittingEmptySubsequences: false)
        // Of several marked parts the last one counts, so an example may say what it does not mean.
        let tail = parts.count > 1 ? parts[parts.count - 1] : ""
        secret = tail.firstIndex(of: "»").map { String(tail[..<$0]) }
        text = expanded.filter { $0 != "«" && $0 != "»" }
    }

    private static let alphabets: [Substring: String] = [
        "alnum": letters + digits, "letters": letters, "digits": digits, "hex": digits + "abcdef",
        "b64": letters + digits + "+/", "b64url": letters + digits + "-_",
        "upperalnum": "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + digits, "loweralnum": "abcdefghijklmnopqrstuvwxyz" + digits,
        "base32": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "base32l": "abcdefghijklmnopqrstuvwxyz234567",
        "base58": "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
        "bech32": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
    ]
    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    private static let digits = "0123456789"

    private static func filling(_ place: Substring, behind text: String, _ random: inout SeededGenerator) -> String? {
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[1]) else { return nil }
        switch parts[0] {
        case "crc":
            let body = random.text(count - 6, of: letters + digits)
            return body + check(of: body, digits: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 6)
        case "crc36":
            let body = random.text(count, of: letters + digits) + ".01.0w"
            let token = (text.split(separator: "«").last ?? "") + body
            return body + check(of: token, digits: "0123456789abcdefghijklmnopqrstuvwxyz", 7)
        default: return alphabets[parts[0]].map { random.text(count, of: $0) }
        }
    }

    /// A CRC-32 in the digits of some base, with zeros before it.
    private static func check(of text: some StringProtocol, digits: String, _ width: Int) -> String {
        var sum = UInt32.max
        for byte in text.utf8 {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = (sum >> 1) ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        var rest = Int(~sum)
        let alphabet = Array(digits)
        var written = ""
        for _ in 0..<width {
            written = String(alphabet[rest % alphabet.count]) + written
            rest /= alphabet.count
        }
        return written
    }
}
