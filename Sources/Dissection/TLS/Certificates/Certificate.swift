package import Observation

/// What is of interest in an X.509 certificate (RFC 5280).
///
/// Nothing is verified: neither signatures nor whether anyone trusts the issuer.
package struct Certificate: Equatable, Sendable {
    /// The subject, the most specific part first, as RFC 2253 spells it.
    package internal(set) var subject: String

    /// The issuer in the same spelling.
    package internal(set) var issuer: String

    /// The last common name of the subject.
    package internal(set) var commonName: String?

    /// The host names that the certificate is for, lower case; `*.` may stand in front.
    package internal(set) var hostNames: [String] = []

    /// The addresses that the certificate is for.
    package internal(set) var addresses: [IPAddress] = []

    /// The first second in which it is valid, where that can be told.
    package internal(set) var notBefore: Timestamp?

    /// The last second in which it is valid, where that can be told.
    package internal(set) var notAfter: Timestamp?

    /// Whether subject and issuer are the same, so that nobody else vouches for it.
    package internal(set) var isSelfSigned: Bool

    /// The SHA-256 of the whole certificate, in lower-case hexadecimal digits.
    package internal(set) var fingerprint: String

    /// The name to call a server by: the first host name that stands for one host, else the common name where it looks
    /// like a host's.
    package var serverName: String? {
        if let name = hostNames.first(where: { !$0.hasPrefix("*") }) { return name }
        guard let name = commonName?.lowercased(), name.contains("."),
            name.utf8.allSatisfy({ byte in
                switch byte {
                case 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }), name.utf8.contains(where: { (0x61...0x7A).contains($0) })
        else { return nil }
        return name
    }
}
