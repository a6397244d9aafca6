/// What carries a handshake.
package enum TLSTransport: String, Sendable {
    case tls
    case dtls
    case quic
}

/// The first message of a TLS client, in the clear also where all else is encrypted.
///
/// Layout: RFC 8446, section 4.1.2; RFC 5246, section 7.4.1.2; RFC 6347, section 4.2.1.
package struct ClientHello: Equatable, Sendable {
    /// What can be told of an encrypted hello inside this one.
    package enum EncryptedHello: String, Sendable {
        /// One is there (RFC 9849), or random bytes in its place: these are sent so that nobody can tell.
        case offered
        /// This is the inner hello itself, which only the two ends see.
        case inner
        /// The older extension that hid the server's name alone.
        case serverNameOnly = "esni"
    }

    /// What carries the handshake.
    package internal(set) var transport: TLSTransport

    /// The host name that the client asks for (RFC 6066, section 3), lower case.
    package internal(set) var serverName: String?

    /// The application protocols that the client offers (RFC 7301), in its order.
    package internal(set) var applicationProtocols: [String] = []

    /// The version in the hello's own field; TLS 1.3 says 1.2 here.
    package internal(set) var legacyVersion: TLSVersion

    /// The versions of the extension that lists them (RFC 8446, section 4.2.1), without GREASE.
    package internal(set) var supportedVersions: [TLSVersion] = []

    /// Thirty-two bytes that no other hello has; key logs call the connection by them.
    package internal(set) var random: [UInt8] = []

    /// The session that the client would resume, or a random number for the sake of old servers.
    package internal(set) var sessionID: [UInt8] = []

    /// The cipher suites, in the client's order.
    package internal(set) var cipherSuites: [UInt16] = []

    /// The types of the extensions, in the client's order.
    package internal(set) var extensionTypes: [UInt16] = []

    /// The signature algorithms, in the client's order.
    package internal(set) var signatureAlgorithms: [UInt16] = []

    /// The groups that the client can agree on keys with, in its order, without GREASE.
    package internal(set) var supportedGroups: [NamedGroup] = []

    /// The groups for which it sends its share at once (RFC 8446, section 4.2.8), without GREASE.
    package internal(set) var keyShareGroups: [NamedGroup] = []

    /// Whether a hello lies encrypted inside.
    package internal(set) var encryptedHello: EncryptedHello?

    /// Whether it brings a ticket to resume a session of TLS 1.2 with (RFC 5077).
    package internal(set) var hasSessionTicket = false

    /// Whether any number in it is reserved to keep servers tolerant (RFC 8701).
    package internal(set) var hasGREASE = false

    /// The bytes of the first application protocol, which need not be text.
    var firstApplicationProtocol: [UInt8] = []

    /// The highest version that the client offers.
    package var version: TLSVersion {
        supportedVersions.max { $0.rank < $1.rank } ?? legacyVersion
    }

    /// Whether it sends data before the server answers (RFC 8446, section 4.2.10).
    package var offersEarlyData: Bool { extensionTypes.contains(42) }

    /// Whether it would resume a session of TLS 1.3, or use a key that was agreed on elsewhere.
    package var offersPreSharedKey: Bool { extensionTypes.contains(41) }

    /// Whether it hands back what the server gave it to come again with.
    package internal(set) var hasCookie = false

    /// Whether a number is reserved to keep servers tolerant (RFC 8701).
    package static func isGREASE(_ number: UInt16) -> Bool {
        number & 0x0F0F == 0x0A0A && number >> 8 == number & 0xFF
    }

    /// The version as people write it: `1.0` … `1.3`, `ssl3.0`; others as four hexadecimal digits.
    package var versionName: String { version.name }
}

extension TLSTransport {
    /// The protocol by which flows with such a handshake are labelled.
    var applicationProtocol: ApplicationProtocol {
        switch self {
        case .tls: .tls
        case .dtls: .dtls
        case .quic: .quic
        }
    }
}
