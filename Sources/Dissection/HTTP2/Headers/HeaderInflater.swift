internal import CHTTP2

/// Undoes the header compression of one direction piece by piece (RFC 7541).
///
/// Entries are counted from the newest one, so a table that is larger than the sender's, or whose old entries are unknown,
/// gives no wrong answers.
@safe struct HeaderInflater: ~Copyable {
    /// The largest table that is kept, whatever the two sides agreed on; usual are 4 to 64 KiB.
    static let tableLimit = 256 << 10

    /// The name of fields whose entries were made before the reading began; no real field can have it.
    static let unknownName: UInt8 = 0x3F

    private let inflater: OpaquePointer

    /// Begins a direction; nothing when there is no memory for it.
    ///
    /// - Parameter isTableKnown: whether this is the direction's first byte, so that the table is known to be empty.
    init?(isTableKnown: Bool) {
        var created: OpaquePointer?
        guard unsafe nghttp2_hd_inflate_new(&created) == 0, let created = unsafe created else { return nil }
        unsafe inflater = created
        // Between two blocks this cannot fail.
        _ = unsafe nghttp2_hd_inflate_change_table_size(inflater, Self.tableLimit)
        if !isTableKnown { fill() }
    }

    deinit {
        unsafe nghttp2_hd_inflate_del(inflater)
    }

    /// About what the library keeps.
    var memory: Int {
        let entryCount = unsafe nghttp2_hd_inflate_get_num_table_entries(inflater)
        return unsafe nghttp2_hd_inflate_get_dynamic_table_size(inflater) + 192 * max(0, entryCount - 61)
    }

    /// Reads the next piece of a header block and hands out the fields that are whole; the last piece may be empty.
    ///
    /// - Returns: whether the piece was understood; nothing more can be read otherwise.
    mutating func inflate(_ bytes: Span<UInt8>, isLast: Bool, _ take: (Span<UInt8>, Span<UInt8>) -> Void) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var offset = 0
            while true {
                var field = unsafe nghttp2_nv()
                var flags: Int32 = 0
                let start = unsafe bytes.baseAddress.map { unsafe $0 + offset }
                let count = unsafe nghttp2_hd_inflate_hd2(
                    inflater, &field, &flags, start, bytes.count - offset, isLast ? 1 : 0)
                guard count >= 0 else { return false }
                offset += count
                if flags & Int32(NGHTTP2_HD_INFLATE_EMIT.rawValue) != 0 {
                    let name = unsafe UnsafeBufferPointer(start: field.name, count: field.namelen)
                    let value = unsafe UnsafeBufferPointer(start: field.value, count: field.valuelen)
                    unsafe take(name.span, value.span)
                } else if flags & Int32(NGHTTP2_HD_INFLATE_FINAL.rawValue) != 0 {
                    unsafe nghttp2_hd_inflate_end_headers(inflater)
                    return true
                } else if offset >= bytes.count {
                    return true
                }
            }
        }
    }

    /// Puts entries that say that they are unknown into the places of those that are.
    private mutating func fill() {
        // A table of 64 KiB, since the sender's may have grown, and as many entries as one of 8 KiB has at most.
        var block: [UInt8] = [0x3F, 0xE1, 0xFF, 0x03]
        for _ in 0..<256 { block += [0x40, 0x01, Self.unknownName, 0x00] }
        _ = inflate(block.span, isLast: true) { _, _ in }
    }
}
