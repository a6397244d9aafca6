extension LinkHeader {
    /// Steps over the header of a data frame that is not encrypted; of several packets in one frame over that of the first.
    ///
    /// Layout: IEEE 802.11, sections 9.2 and 9.3.2.
    static func overWireless(_ frame: Span<UInt8>, _ offset: inout Int) -> Step {
        guard frame.count - offset >= 24 else { return .end(.truncated) }
        let (control, flags) = (frame[offset], frame[offset + 1])
        // Version 0, type 2; the third bit of the subtype means that there is no data, the sixth flag that it is encrypted.
        guard control & 0x0F == 0x08, control & 0x40 == 0, flags & 0x40 == 0 else { return .end(.otherProtocol) }
        var isAggregate = false
        // A fourth address between access points.
        offset += flags & 0x03 == 0x03 ? 30 : 24
        if control & 0x80 != 0 {
            guard frame.count - offset >= 2 else { return .end(.truncated) }
            isAggregate = frame[offset] & 0x80 != 0
            offset += flags & 0x80 != 0 ? 6 : 2
        }
        // Each of several begins with its receiver, its sender and its length.
        if isAggregate { offset += 14 }
        return .header(.logicalLink)
    }
}
