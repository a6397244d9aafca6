package import Observation

/// Oddities of link layers, IP and tunnels, by Zeek's names where it has them.
extension Weird {
    /// A link header that its frame is too short for.
    static let truncatedLinkHeader = Weird("truncated_link_header")
    /// An IP packet shorter than the fixed part of its header.
    static let truncatedIP = Weird("truncated_IP")
    /// An IP packet that ends within its options or extension headers.
    static let truncatedIPHeader = Weird("internally_truncated_header")
    /// An IP packet that claims to be longer than the frame was on the wire.
    static let truncatedIPLength = Weird("truncated_IP_len")
    /// An IPv4 packet whose length is zero, as segmentation offload leaves it.
    static let zeroIPLength = Weird("ip_hdr_len_zero")
    /// Neither IPv4 nor IPv6.
    static let unknownIPVersion = Weird("unknown_ip_version")
    /// Header lengths that contradict each other.
    static let invalidIPHeaderSize = Weird("invalid_IP_header_size")
    /// More extension headers than a sane packet has.
    static let tooManyExtensionHeaders = Weird("too_many_extension_headers")

    /// A part of a datagram that the capture cut off.
    static let incompleteFragment = Weird("incompletely_captured_fragment")
    /// A part, not the last one, that is smaller than any link would need.
    static let smallFragment = Weird("excessively_small_fragment")
    /// A part that would end beyond the longest possible datagram; it is dropped.
    static let largeFragment = Weird("excessively_large_fragment")
    /// A part of a datagram that was not to be taken apart.
    static let fragmentWithDF = Weird("fragment_with_DF")
    /// A part that covers bytes that came before, and agrees with them.
    static let fragmentOverlap = Weird("fragment_overlap")
    /// A part that covers bytes that came before, and differs from them.
    static let fragmentInconsistency = Weird("fragment_inconsistency")
    /// Parts that disagree on where the datagram ends.
    static let fragmentSizeInconsistency = Weird("fragment_size_inconsistency")
    /// Parts that disagree on the protocol.
    static let fragmentProtocolInconsistency = Weird("fragment_protocol_inconsistency")
    /// A part, not the last one, whose length is no multiple of eight.
    static let misalignedFragment = Weird("misaligned_fragment")

    /// A packet within more tunnels than are followed.
    static let tunnelTooDeep = Weird("exceeded_tunnel_max_depth")
    /// A tunnel header that its packet is too short for, or whose version is unknown.
    static let truncatedGRE = Weird("truncated_GRE")
    /// GRE of neither version 0 nor version 1.
    static let unknownGREVersion = Weird("unknown_gre_version")
    /// GRE with the source routes that were abolished long ago.
    static let routedGRE = Weird("gre_routing")
    /// Enhanced GRE that carries something other than PPP.
    static let enhancedGREProtocol = Weird("egre_protocol_type")
    /// IP in IP whose inner version is not the one that the outer header names.
    static let invalidInnerVersion = Weird("invalid_inner_IP_version")
    /// An empty Teredo packet, which only keeps a way open, with bytes behind it.
    static let teredoBubbleWithPayload = Weird("Teredo_bubble_with_payload")
}

/// An oddity below the transport layer, and between whom it was seen.
package struct NetworkWeird: Hashable, Sendable {
    /// What is odd.
    package let weird: Weird
    /// When the packet was captured.
    package let timestamp: Timestamp
    /// Who sent the packet, if that could be read.
    package let source: IPAddress?
    /// Who it was sent to.
    package let destination: IPAddress?
}
