internal import CZlib

/// Undoes gzip piece by piece, members one after the other, so that no size is ever believed.
@safe struct GzipStream: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    /// Whether the bytes begin like a gzip member.
    static func recognises(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
    }

    init() throws(CaptureFileFault) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 is the largest window; 16 more ask for gzip's header instead of zlib's.
        let status = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .compressedData }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Expands as much of the input as the output has room for, up to the end of a member.
    ///
    /// - Returns: how many bytes were taken and given, and whether the member ended.
    /// - Throws: ``CaptureFileFault/compressedData`` when the input is no such data.
    mutating func expand(
        _ input: Span<UInt8>, into output: UnsafeMutableRawBufferPointer
    ) throws(CaptureFileFault) -> (read: Int, written: Int, hasEnded: Bool) {
        let status = unsafe input.withUnsafeBufferPointer { input in
            // The library does not write there; its type predates `const`.
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe stream.pointee.avail_in = UInt32(clamping: input.count)
            unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(clamping: output.count)
            return unsafe inflate(stream, Z_NO_FLUSH)
        }
        let read = unsafe input.count - Int(stream.pointee.avail_in)
        let written = unsafe output.count - Int(stream.pointee.avail_out)
        switch status {
        case Z_STREAM_END:
            guard unsafe inflateReset(stream) == Z_OK else { throw .compressedData }
            return (read, written, true)
        // No progress was possible, which is no failure of the data.
        case Z_OK, Z_BUF_ERROR: return (read, written, false)
        default: throw .compressedData
        }
    }
}
