/// The header that Google's versions up to Q043 put before a packet.
///
/// "QUIC Wire Layout Specification" by R. Hamilton and others, revision of 2016, section "Public packet header".
enum GoogleQUICHeader {
    /// The version that a client's first packets name; nothing where the datagram does not begin so.
    static func version(of datagram: Span<UInt8>) -> QUICVersion? {
        // A version is there, the connection's identifier has all of its eight bytes, and the upper bits are unused.
        guard datagram.count > 13, datagram[0] & 0xC9 == 0x09 else { return nil }
        var offset = 9
        guard let number = try? datagram.readUInt32(&offset) else { return nil }
        let version = QUICVersion(rawValue: number)
        return version.family == .google ? version : nil
    }
}
