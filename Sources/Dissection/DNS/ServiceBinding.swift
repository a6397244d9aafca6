package import Observation

/// Where and how a service is reached: the data of SVCB and HTTPS records (RFC 9460).
package struct ServiceBinding: Equatable, Sendable {
    /// Zero for an alias, else the lower the better.
    package let priority: UInt16
    /// The name to connect to, lower case; a dot stands for the name of the record itself.
    package let target: String
    /// The protocols that are spoken, without the default one of the scheme.
    package internal(set) var applicationProtocols: [String] = []
    /// Whether the default protocol of the scheme is not spoken.
    package internal(set) var excludesDefaultProtocol = false
    /// The port, when it is not that of the scheme.
    package internal(set) var port: UInt16?
    /// Addresses that may be used before the target was asked for.
    package internal(set) var v4Hints: [IPAddress] = []
    /// Addresses that may be used before the target was asked for.
    package internal(set) var v6Hints: [IPAddress] = []
    /// How to hide the server's name in the ClientHello (RFC 9848).
    package internal(set) var encryptedClientHello: [ECHConfiguration] = []
    /// The template of a DNS-over-HTTPS address (RFC 9461).
    package internal(set) var queryPath: String?
    /// The parameters that a client must understand, by name.
    package internal(set) var mandatory: [String] = []
    /// The other parameters, by name.
    package internal(set) var otherParameters: [String] = []
    /// Whether all parameters were read.
    package internal(set) var isComplete = true

    /// Whether this is another name and no service.
    package var isAlias: Bool { priority == 0 }

    static func parameterName(_ key: UInt16) -> String {
        key < names.count ? names[Int(key)] : "key\(key)"
    }

    private static let names = [
        "mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath", "ohttp",
        "tls-supported-groups", "docpath",
    ]
}

extension ServiceBinding: CustomStringConvertible {
    /// The presentation format of RFC 9460, section 2.1, with the outer names instead of keys after `ech=`.
    package var description: String {
        var parts = ["\(priority)", target]
        func add(_ key: String, _ values: [String]) {
            if !values.isEmpty { parts.append("\(key)=\"\(values.joined(separator: ","))\"") }
        }
        add("mandatory", mandatory)
        add("alpn", applicationProtocols)
        if excludesDefaultProtocol { parts.append("no-default-alpn") }
        add("port", port.map { ["\($0)"] } ?? [])
        add("ipv4hint", v4Hints.map(\.description))
        add("ech", encryptedClientHello.compactMap(\.publicName))
        add("ipv6hint", v6Hints.map(\.description))
        add("dohpath", queryPath.map { [$0] } ?? [])
        return (parts + otherParameters).joined(separator: " ")
    }
}
