package import Observation

/// One IP packet, or the datagram that several made up, as far as its ports.
///
/// What a flow is found by, where the transport protocol's bytes lie, and whether it carries a packet of its own.
package struct NetworkPacket: Sendable {
    package let source: IPAddress
    package let destination: IPAddress

    /// The sender's port for TCP, UDP, UDP-Lite, DCCP and SCTP; for ICMP see ``ICMPMessage/ports(type:code:isV6:)``; else zero.
    package let sourcePort: UInt16

    /// The receiver's port, likewise.
    package let destinationPort: UInt16

    /// The protocol of the payload, as IANA numbers it: 6 is TCP, 17 is UDP.
    package let protocolNumber: UInt8

    /// How many tunnels lie around.
    package let tunnelDepth: UInt8

    /// The tunnel that lies closest around.
    package let carrier: Tunnel?

    /// Whether the ranges are those of ``NetworkLayer/datagram`` instead of the frame.
    package let isReassembled: Bool

    /// Whether all parts came; false only for what ``NetworkLayer/nextUnfinished(at:)`` gives.
    package let isComplete: Bool

    /// When its first part was captured.
    package let timestamp: Timestamp

    /// How many IP packets it came in.
    package let packetCount: Int32

    /// The bytes on the wire of all of them, IP headers included.
    package let wireLength: Int

    /// Where the IP payload was captured: the transport header and all behind it.
    package let segment: Range<Int>

    /// Where the IP payload ends on the wire; beyond `segment` when the capture cut the packet off.
    package let wireEnd: Int

    /// The packet that this one carries, if it does.
    package let encapsulation: Encapsulation?
}

/// Where a packet carries another one.
package struct Encapsulation: Equatable, Sendable {
    /// What kind of tunnel it is.
    package let tunnel: Tunnel

    /// What the inner packet begins with.
    let header: LinkHeader

    /// Where it begins.
    let offset: Int
}

/// The ways in which packets carry packets.
package enum Tunnel: String, CaseIterable, Hashable, Sendable {
    /// IP directly in IP: RFC 2003, RFC 2473, RFC 4213.
    case ip
    /// Generic routing encapsulation: RFC 2784, RFC 2890, RFC 8086.
    case gre
    /// The enhanced version of it that carries PPP: RFC 2637.
    case pptp
    /// Mirrored Ethernet frames in it.
    case erspan
    /// Ethernet in IP: RFC 3378.
    case etherIP = "etherip"
    /// Labelled packets in IP or UDP: RFC 4023, RFC 7510.
    case mpls
    /// RFC 7348, and its generic extension.
    case vxlan
    /// RFC 8926.
    case geneve
    /// IPv6 behind address translation: RFC 4380.
    case teredo
    /// The user plane of mobile networks: 3GPP TS 29.281.
    case gtp
    /// Anything in anything, as tunnel brokers use it.
    case ayiya
}

/// What has become of a frame, or of what a tunnel carried.
package enum NetworkStep: Sendable {
    /// A packet for the flow table.
    case packet(NetworkPacket)
    /// A part of a datagram, kept until the others come, or dropped.
    case fragment
    /// Nothing that is known.
    case undecoded(DissectionStatistics.Undecoded)
}
