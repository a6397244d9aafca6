/// The protocols that ask for names; all but the way they travel they share one layout.
package enum NameService: String, CaseIterable, Hashable, Sendable {
    /// Plain DNS (RFC 1035).
    case dns
    /// Multicast DNS (RFC 6762).
    case multicast = "mdns"
    /// Link-Local Multicast Name Resolution (RFC 4795).
    case linkLocal = "llmnr"
    /// The NetBIOS name service (RFC 1002, section 4.2).
    case netBIOS = "nbns"
    /// DNS over TLS (RFC 7858).
    case overTLS = "dot"
    /// DNS over HTTPS (RFC 8484).
    case overHTTPS = "doh"
    /// DNS over QUIC (RFC 9250).
    case overQUIC = "doq"

    /// The protocol that has a port of UDP to itself, or of TCP with a length before each message.
    package init?(port: UInt16) {
        switch port {
        case 53: self = .dns
        case 5_353: self = .multicast
        case 5_355: self = .linkLocal
        case 137: self = .netBIOS
        default: return nil
        }
    }

    /// The protocol of a flow, by the ports of its two ends; the end that serves is asked first.
    package init?(ports server: UInt16, _ client: UInt16) {
        guard let service = NameService(port: server) ?? NameService(port: client) else { return nil }
        self = service
    }

    /// Whether others on the way can read the names.
    package var isEncrypted: Bool {
        switch self {
        case .dns, .multicast, .linkLocal, .netBIOS: false
        case .overTLS, .overHTTPS, .overQUIC: true
        }
    }
}

extension ApplicationProtocol {
    /// The protocol of the messages of a name service.
    package init(_ service: NameService) {
        self =
            switch service {
            case .dns: .dns
            case .multicast: .mdns
            case .linkLocal: .llmnr
            case .netBIOS: .nbns
            case .overTLS: .dot
            case .overHTTPS: .doh
            case .overQUIC: .doq
            }
    }
}
