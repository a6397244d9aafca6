/// The number that names a protocol in Ethernet, in GRE and in much else.
///
/// Source: IEEE's registry of EtherTypes.
struct EtherType: Hashable {
    let rawValue: UInt16

    static let ipv4 = EtherType(rawValue: 0x0800)
    static let ipv6 = EtherType(rawValue: 0x86DD)
    static let mpls = EtherType(rawValue: 0x8847)
    static let mplsUpstream = EtherType(rawValue: 0x8848)
    static let pppoeSession = EtherType(rawValue: 0x8864)
    static let ppp = EtherType(rawValue: 0x880B)
    static let bridgedEthernet = EtherType(rawValue: 0x6558)
    static let linuxLLC = EtherType(rawValue: 0x0004)

    /// Whether a tag of four bytes follows, of which the last two are another type: 802.1Q, 802.1ad, older double tags.
    var isTag: Bool {
        switch rawValue {
        case 0x8100, 0x88A8, 0x9100, 0x9200, 0x9300: true
        default: false
        }
    }
}
