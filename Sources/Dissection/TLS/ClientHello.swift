/// The first message of a TLS client, in the clear also where all else is encrypted.
///
/// Layout: RFC 8446, section 4.1.2; RFC 5246, section 7.4.1.2.
package struct ClientHello: Equatable, Sendable {
    /// The host name that the client asks for (RFC 6066, section 3), lower case.
    package internal(set) var serverName: String?

    /// The application protocols that the client offers (RFC 7301), in its order.
    package internal(set) var applicationProtocols: [String] = []

    /// The highest version that the client offers, as it stands on the wire: 0x0304 is TLS 1.3.
    package internal(set) var version: UInt16

    /// The cipher suites, in the client's order.
    package internal(set) var cipherSuites: [UInt16] = []

    /// The types of the extensions, in the client's order.
    package internal(set) var extensionTypes: [UInt16] = []

    /// The signature algorithms, in the client's order.
    package internal(set) var signatureAlgorithms: [UInt16] = []

    /// Whether a number is reserved to keep servers tolerant (RFC 8701).
    package static func isGREASE(_ number: UInt16) -> Bool {
        number & 0x0F0F == 0x0A0A && number >> 8 == number & 0xFF
    }

    /// The version as people write it: `1.0` … `1.3`, `ssl3.0`; others as four hexadecimal digits.
    package var versionName: String {
        switch version {
        case 0x0300: return "ssl3.0"
        case 0x0301...0x0304: return "1.\(version - 0x0301)"
        default:
            let digits = String(version, radix: 16)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
}
