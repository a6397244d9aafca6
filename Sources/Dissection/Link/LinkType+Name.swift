extension LinkType {
    /// What the link layer is called, so that a report can say what could not be read.
    package var name: String {
        switch self {
        case .ethernet: "Ethernet"
        case .linuxCooked: "Linux cooked v1"
        case .linuxCooked2: "Linux cooked v2"
        case .rawIP: "raw IP"
        case .loopback: "loopback"
        case .pointToPoint, .pointToPointDirected: "PPP"
        case .pointToPointOverEthernet: "PPPoE"
        case .netfilterLog: "netfilter log"
        case .wireless: "IEEE 802.11"
        case .wirelessRadiotap: "IEEE 802.11 with radiotap header"
        case .other(let number): Self.names[number] ?? "data link \(number)"
        }
    }

    /// Link layers that are met in captures and not read, by libpcap's number.
    private static let names: [Int32: String] = [
        6: "token ring", 7: "ARCNET", 8: "SLIP", 10: "FDDI", 11: "ATM", 19: "classical IP over ATM",
        106: "ATM", 107: "frame relay", 109: "OpenBSD encapsulation", 114: "LocalTalk",
        117: "OpenBSD packet filter log", 119: "IEEE 802.11 with Prism header", 122: "IP over Fibre Channel",
        129: "Linux ARCNET", 138: "Apple IP over FireWire",
        143: "DOCSIS", 144: "Linux IrDA", 147: "private 0", 163: "IEEE 802.11 with AVS header", 187: "Bluetooth HCI",
        189: "Linux USB", 192: "per-packet information", 195: "IEEE 802.15.4", 201: "Bluetooth HCI with direction",
        220: "Linux USB with padding", 224: "Fibre Channel", 226: "Solaris ipnet", 227: "CAN",
        230: "IEEE 802.15.4 without FCS", 240: "netANALYZER", 242: "IP over InfiniBand", 247: "InfiniBand",
        249: "Windows USB", 251: "Bluetooth Low Energy", 252: "dissected elsewhere", 253: "Linux netlink",
        254: "Bluetooth monitor", 258: "Apple packet tap", 266: "macOS USB", 271: "virtio socket",
        272: "Nordic Bluetooth Low Energy", 273: "DOCSIS 3.1", 274: "Ethernet with preamble",
    ]
}
