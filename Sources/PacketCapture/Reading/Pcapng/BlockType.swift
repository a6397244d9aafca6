/// The types of pcapng's blocks.
enum BlockType {
    static let interface: UInt32 = 1
    static let obsoletePacket: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let names: UInt32 = 4
    static let statistics: UInt32 = 5
    static let enhancedPacket: UInt32 = 6
    static let secrets: UInt32 = 10
    static let custom: UInt32 = 0x0BAD
    static let customNotCopied: UInt32 = 0x4000_0BAD
    static let darwinProcess: UInt32 = 0x8000_0001
    /// The same in both byte orders, because the order is told behind it.
    static let section: UInt32 = 0x0A0D_0D0A

    /// Wireshark's private enterprise number, and its entry of a process.
    static let wiresharkEnterprise: UInt32 = 32_622
    static let wiresharkProcessEntry: UInt32 = 3

    /// A name for blocks whose content is not read.
    static func name(_ type: UInt32) -> String {
        switch type {
        case 7: "IRIG time stamp"
        case 8: "ARINC 429"
        case 9: "systemd journal entry"
        case 0x101, 0x102: "Hone event"
        case 0x201...0x2FF: "Sysdig event"
        case custom, customNotCopied: "custom block"
        case 0x8000_0000...0xFFFF_FFFF: "block for local use"
        default: "block of type \(type)"
        }
    }

    /// A name for secrets that are not read, by their type, which is four letters.
    static func secretsName(_ type: UInt32) -> String {
        switch type {
        case 0x5353_484B: "secrets of SSH"
        case 0x5747_4B4C: "secrets of WireGuard"
        case 0x5A4E_574B, 0x5A41_5053: "secrets of Zigbee"
        case 0x5541_4B4C: "secrets of OPC UA"
        default: "secrets of another kind"
        }
    }

    /// "TLSK".
    static let tlsKeyLog: UInt32 = 0x544C_534B
}
