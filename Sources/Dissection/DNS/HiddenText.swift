/// Text that the labels before a registered domain carry, which is how data leaves through a resolver.
///
/// Judges one name by itself, so it sees a message that fits into a name and not one that is spread over many. It is
/// conservative: encrypted or compressed data looks like the hashes of a content network and is not taken for text.
package struct HiddenText: Equatable, Sendable {
    /// How the text was encoded; spelled as `dns.question.hidden_text_encoding`.
    package enum Encoding: String, CaseIterable, Sendable {
        case hex
        case base32
        case base64url
        case plain
    }

    /// The text.
    package let text: String

    /// How it was encoded.
    package let encoding: Encoding

    /// How many labels are looked at; a name of data labels has at most eight of full length.
    private static let labelLimit = 12

    /// The fewest bytes that count as text.
    private static let shortest = 8

    /// Looks for text in a name, which is to be given in the case in which it was sent.
    ///
    /// Any run of neighbouring labels may carry it, because counters and session numbers often stand around the data; the
    /// run with most letters in its text is taken, and of equal ones the shortest.
    package init?(inName name: String) {
        let registered = RegisteredDomain(name)
        guard registered.domain.lowercased() != "in-addr.arpa", registered.domain.lowercased() != "ip6.arpa" else {
            return nil
        }
        let labels = registered.labels.prefix(Self.labelLimit).map { Array($0.utf8) }
        guard let found = Self.encoded(labels) ?? Self.plain(labels) else { return nil }
        self = found
    }

    private init(text: String, encoding: Encoding) {
        self.text = text
        self.encoding = encoding
    }

    private static func encoded(_ labels: [[UInt8]]) -> HiddenText? {
        var best: HiddenText?
        var most = 0
        for first in labels.indices {
            var joined: [UInt8] = []
            for last in first..<labels.count {
                joined += labels[last]
                guard let (found, letters) = decoded(joined), letters > most else { continue }
                best = found
                most = letters
            }
        }
        return best
    }

    private static func decoded(_ joined: [UInt8]) -> (found: HiddenText, letters: Int)? {
        for encoding in [Encoding.hex, .base32, .base64url] {
            let bytes =
                switch encoding {
                case .hex: TextEncoding.hexadecimal(joined)
                case .base32: TextEncoding.base32(joined)
                case .base64url: TextEncoding.base64url(joined)
                case .plain: nil as [UInt8]?
                }
            if let bytes, bytes.count >= shortest, let (text, letters) = TextLikelihood.text(bytes) {
                return (HiddenText(text: text, encoding: encoding), letters)
            }
        }
        return nil
    }

    /// Words with hyphens or underscores between them, as in a sentence.
    ///
    /// Long names of machines and services are words too, so some of them must be of the kind that only sentences have.
    private static func plain(_ labels: [[UInt8]]) -> HiddenText? {
        let words = labels.joined(separator: [0x2D]).split { $0 == 0x2D || $0 == 0x5F }.map {
            String(decoding: $0, as: UTF8.self).lowercased()
        }
        let spelled = words.filter { $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
        let letters = spelled.reduce(0) { $0 + $1.utf8.count }
        guard letters > 40, spelled.count >= 5, spelled.count * 5 >= words.count * 4 else { return nil }
        guard spelled.filter(TextLikelihood.sentenceWords.contains).count >= 2 else { return nil }
        return HiddenText(text: words.joined(separator: " "), encoding: .plain)
    }
}
