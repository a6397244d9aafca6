/// A version of SSL, TLS or DTLS as it stands on the wire.
package struct TLSVersion: Hashable, Sendable {
    /// The number: 0x0304 is TLS 1.3, 0xFEFD is DTLS 1.2.
    package let rawValue: UInt16

    /// Creates a version.
    package init(_ rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let ssl2 = TLSVersion(0x0002)
    package static let ssl3 = TLSVersion(0x0300)
    package static let tls10 = TLSVersion(0x0301)
    package static let tls11 = TLSVersion(0x0302)
    package static let tls12 = TLSVersion(0x0303)
    package static let tls13 = TLSVersion(0x0304)
    package static let dtls10 = TLSVersion(0xFEFF)
    package static let dtls12 = TLSVersion(0xFEFD)
    package static let dtls13 = TLSVersion(0xFEFC)

    /// Whether it is one of DTLS, whose numbers count downwards.
    package var isDatagram: Bool { rawValue >> 8 == 0xFE }

    /// Whether it is 1.3 or a draft of it.
    package var isModern: Bool { self == .tls13 || self == .dtls13 || rawValue >> 8 == 0x7F }

    /// What puts versions of one protocol into order.
    var rank: UInt16 { isDatagram ? ~rawValue & 0xFF : rawValue }

    /// The version as people write it: `1.0` … `1.3`, `1.3-draft23`, `ssl3.0`; others as four hexadecimal digits.
    package var name: String {
        switch rawValue {
        case 0x0002: "ssl2.0"
        case 0x0300: "ssl3.0"
        case 0x0301, 0xFEFF: "1.0"
        case 0x0302: "1.1"
        case 0x0303, 0xFEFD: "1.2"
        case 0x0304, 0xFEFC: "1.3"
        case 0x7F00...0x7FFF: "1.3-draft\(rawValue & 0xFF)"
        default: HexadecimalText.of(rawValue)
        }
    }
}
