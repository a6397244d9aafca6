internal import CZlib

/// What zlib packed, unpacked as it is fetched.
///
/// Gzip members that stand one after another are one file (RFC 1952, section 2.2); what follows the last is left out.
@safe final class InflateStream {
    enum Wrapper: CInt {
        /// RFC 1950.
        case zlib = 15
        /// RFC 1952.
        case gzip = 31
    }

    private static let byteCount = 1 << 16

    private let stream: UnsafeMutablePointer<z_stream>
    private let wrapper: Wrapper
    private let fetch: () -> [UInt8]
    private var packed: [UInt8] = []
    private var position = 0
    private var room = [UInt8](repeating: 0, count: byteCount)
    private var isBetweenMembers = true
    private var outcome: PackedArchive.Outcome?

    /// Begins to unpack; nothing where no memory is left.
    ///
    /// - Parameters:
    ///   - wrapper: What stands around the packed bytes.
    ///   - fetch: Gives the next packed bytes, and none at the end.
    init?(_ wrapper: Wrapper, fetch: @escaping () -> [UInt8]) {
        self.wrapper = wrapper
        self.fetch = fetch
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let size = CInt(unsafe MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(stream, wrapper.rawValue, ZLIB_VERSION, size) == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// The next unpacked bytes, or why there are none.
    func next() -> Result<[UInt8], OutcomeError> {
        while outcome == nil {
            if position == packed.count {
                packed = fetch()
                position = 0
                if packed.isEmpty {
                    outcome = isBetweenMembers ? .end : .truncated
                    break
                }
            }
            if isBetweenMembers, wrapper == .gzip, packed[position] != 0x1F {
                // Padding of tapes, or something that was hung on.
                outcome = packed[position...].allSatisfy { $0 == 0 } ? .end : .malformed
                break
            }
            let produced = step()
            if !produced.isEmpty { return .success(produced) }
        }
        return .failure(OutcomeError(outcome: outcome ?? .end))
    }

    private func step() -> [UInt8] {
        isBetweenMembers = false
        var producedCount = 0
        var status = Z_OK
        unsafe packed.withUnsafeMutableBufferPointer { source in
            unsafe room.withUnsafeMutableBufferPointer { target in
                unsafe stream.pointee.next_in = source.baseAddress.map { unsafe $0 + position }
                unsafe stream.pointee.avail_in = UInt32(source.count - position)
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = UInt32(target.count)
                status = unsafe inflate(stream, Z_NO_FLUSH)
                position = source.count - Int(unsafe stream.pointee.avail_in)
                producedCount = target.count - Int(unsafe stream.pointee.avail_out)
            }
        }
        switch status {
        case Z_OK: break
        // No step was possible: all that is there was used, and more is fetched.
        case Z_BUF_ERROR where position == packed.count: break
        case Z_STREAM_END:
            isBetweenMembers = true
            if wrapper == .zlib { outcome = .end } else { _ = unsafe inflateReset(stream) }
        default: outcome = .malformed
        }
        return Array(room[..<producedCount])
    }
}

/// Sums that formats protect their parts with.
enum Checksum {
    /// The CRC of ISO 3309 that PNG and zip use.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            UInt32(truncatingIfNeeded: unsafe CZlib.crc32_z(0, buffer.baseAddress, buffer.count))
        }
    }
}
