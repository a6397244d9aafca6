package import Observation

/// What travelled one way.
package struct FlowTally: Equatable, Sendable {
    /// Packets, retransmissions included.
    package internal(set) var packets: Int64 = 0

    /// Bytes on the wire from the IP header on.
    package internal(set) var bytes: Int64 = 0

    /// Bytes that the transport protocol carried, as far as they were captured.
    package internal(set) var payloadBytes: Int64 = 0
}

/// The protocol that was recognised in a flow.
package enum ApplicationProtocol: String, CaseIterable, Hashable, Sendable {
    case dns
    case mdns
    case llmnr
    case nbns
    case tls
    case dtls
    case dot
    case doh
    case doq
    case http
    /// Packets in packets, which are in flows of their own: `network.protocol` is the kind of tunnel.
    case ip, gre, pptp, erspan, etherip, mpls, vxlan, geneve, teredo, gtp, ayiya
    /// Something over QUIC.
    case quic
    /// HTTP/3, as far as the client's offer tells.
    case http3
}

/// The name of a flow's other side, and what gave it away.
package struct ServerName: Equatable, Sendable {
    /// Where a name comes from; spelled as `destination.domain_source`.
    package enum Source: String, Sendable {
        case sni
        case quic
        case certificate
        case httpHost = "http-host"
    }

    /// The name, lower case, without port and final dot.
    package let name: String

    /// Where it comes from.
    package let source: Source
}

/// One flow from its first packet to its last.
package struct FlowSummary: Equatable, Sendable {
    /// Why a flow was told.
    package enum Ending: String, CaseIterable, Sendable {
        /// Both sides said goodbye, or one broke off.
        case closed
        /// Nothing came for long.
        case idle
        /// Room was needed.
        case evicted
        /// The capture ended.
        case captureEnded = "capture ended"
    }

    /// Which flow it is.
    package let flow: FlowReference
    /// When the first packet was captured.
    package let start: Timestamp
    /// When the last packet was captured.
    package let end: Timestamp
    /// What the source sent.
    package let fromSource: FlowTally
    /// What the destination sent.
    package let fromDestination: FlowTally
    /// The protocol that was recognised.
    package let applicationProtocol: ApplicationProtocol?
    /// What the source called the destination, the first time it did.
    package let serverName: ServerName?
    /// How its content was read, nothing where none was.
    package let visibility: ContentVisibility?
    /// Whether the beginning was seen; if not, which side opened the flow is a guess.
    package let isOpeningKnown: Bool
    /// Why it is told now.
    package let ending: Ending
}

extension FlowSummary {
    /// Whether the flow carried something, and nothing of it could be read.
    package var isOpaque: Bool {
        guard fromSource.payloadBytes + fromDestination.payloadBytes > 0 else { return false }
        switch applicationProtocol {
        case nil, .tls, .dtls, .quic, .http3, .dot, .doh, .doq: return visibility != .keyLog && visibility != .chamber
        default: return false
        }
    }
}
