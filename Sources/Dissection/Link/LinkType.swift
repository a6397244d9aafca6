/// What stands before the IP packet in a captured frame.
package enum LinkType: Hashable, Sendable {
    /// Ethernet II or 802.3, with any 802.1Q and 802.1ad tags.
    case ethernet
    /// Linux "cooked" capture, version 1.
    case linuxCooked
    /// Linux "cooked" capture, version 2.
    case linuxCooked2
    /// Nothing: the IP packet itself.
    case rawIP
    /// Four bytes with the protocol family, in either byte order: BSD loopback, OpenBSD loopback.
    case loopback
    /// PPP, with or without HDLC's address and control bytes; Cisco's HDLC, which begins alike.
    case pointToPoint
    /// PPP behind one byte that tells the direction.
    case pointToPointDirected
    /// PPPoE without its Ethernet header.
    case pointToPointOverEthernet
    /// The Linux kernel's packet logging: tagged values, one of them the packet.
    case netfilterLog
    /// IEEE 802.11 frames as they were in the air.
    case wireless
    /// The same behind a header with the circumstances of their reception.
    case wirelessRadiotap
    /// Anything else, by its number; such frames stay undecoded.
    case other(Int32)

    /// Creates a link type from libpcap's data-link number (`DLT_…`).
    ///
    /// Raw IP has several numbers: 12 and 14 by platform, 101 in files, 228 and 229 for one version alone.
    package init(dataLink: Int32) {
        switch dataLink {
        case 0, 108: self = .loopback
        case 1: self = .ethernet
        case 9, 50, 104, 166: self = .pointToPoint
        case 12, 14, 101, 228, 229: self = .rawIP
        case 51: self = .pointToPointOverEthernet
        case 105: self = .wireless
        case 113: self = .linuxCooked
        case 127: self = .wirelessRadiotap
        case 204: self = .pointToPointDirected
        case 239: self = .netfilterLog
        case 276: self = .linuxCooked2
        default: self = .other(dataLink)
        }
    }
}
