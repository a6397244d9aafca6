/// A version of QUIC, by the number that long headers carry.
///
/// RFC 9000, section 15; RFC 9369, section 3.1; drafts are 0xFF000000 and their number; Google's versions spell themselves
/// in ASCII.
package struct QUICVersion: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// No version: the packet lists those that the server speaks (RFC 9000, section 17.2.1).
    static let negotiation = QUICVersion(rawValue: 0)

    /// RFC 9000 and RFC 9001.
    static let v1 = QUICVersion(rawValue: 1)

    /// RFC 9369.
    static let v2 = QUICVersion(rawValue: 0x6B33_43CF)

    /// What is known of a version's packets.
    enum Family: Equatable, Sendable {
        /// As in RFC 9000.
        case ietf
        /// As in RFC 9369, where the packet types have other numbers.
        case v2
        /// A draft whose long header still had other lengths.
        case earlyDraft(Int)
        /// Google's with a header of its own, or with early forms of the long header.
        case google
        /// Google's with the long header and the protection of RFC 9001, and its own frames.
        case protectedGoogle
        /// Facebook's experiments.
        case mvfst
        /// Reserved so that servers stay tolerant, never spoken (RFC 9000, section 15).
        case greased
    }

    /// What is known of the version; nothing where it has not been heard of.
    var family: Family? {
        switch rawValue {
        case 1: .ietf
        case Self.v2.rawValue: .v2
        case 0xFF00_0001...0xFF00_0016: .earlyDraft(Int(rawValue & 0xFF))
        case 0xFF00_0017...0xFF00_0022: .ietf
        case 0xFACE_B002: .ietf
        case 0xFACE_B000...0xFACE_B00F: .mvfst
        case _ where rawValue & 0x0F0F_0F0F == 0x0A0A_0A0A: .greased
        case _ where isGoogle: rawValue & 0xFFFF >= 0x3530 ? .protectedGoogle : .google
        default: nil
        }
    }

    /// Whether the number spells `Q0` or `T0` and two digits.
    private var isGoogle: Bool {
        let letter = rawValue >> 24
        func isDigit(_ byte: UInt32) -> Bool { (0x30...0x39).contains(byte & 0xFF) }
        return (letter == 0x51 || letter == 0x54) && rawValue >> 16 & 0xFF == 0x30 && isDigit(rawValue >> 8)
            && isDigit(rawValue)
    }

    /// The version as people write it: `1`, `2`, `draft-29`, `Q046`, `mvfst-27`; others as eight hexadecimal digits.
    package var description: String {
        switch rawValue {
        case 1: return "1"
        case Self.v2.rawValue: return "2"
        case 0xFF00_0001...0xFF00_0022: return "draft-\(rawValue & 0xFF)"
        case 0xFACE_B001: return "mvfst-22"
        case 0xFACE_B002: return "mvfst-27"
        case _ where isGoogle:
            return String(decoding: (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> (24 - 8 * $0)) }, as: UTF8.self)
        default:
            let digits = String(rawValue, radix: 16)
            return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
        }
    }
}
