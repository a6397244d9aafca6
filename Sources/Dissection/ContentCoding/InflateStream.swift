internal import CZlib

/// Undoes DEFLATE, bare or in the wrapping of gzip or zlib, piece by piece (RFC 1950, 1951 and 1952).
@safe final class InflateStream {
    /// What lies around the compressed data.
    enum Format {
        case gzip
        case zlib
        /// Nothing; the window has 2 to the power of so many bytes, 8 to 15.
        case raw(windowBits: Int32)

        fileprivate var windowBits: Int32 {
            switch self {
            case .gzip: 15 + 16
            case .zlib: 15
            // The library takes no bare stream with a window of 256 bytes; one of 512 reads it as well.
            case .raw(let bits): -min(15, max(9, bits))
            }
        }
    }

    /// About what the library keeps for a stream: its state and a window of 32 KiB.
    static let memory = 48 << 10

    private let stream: UnsafeMutablePointer<z_stream>

    /// Begins a stream; nothing when there is no memory for it.
    init?(_ format: Format) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(stream, format.windowBits, ZLIB_VERSION, size) == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Begins anew, with nothing remembered.
    func reset() {
        unsafe inflateReset(stream)
    }

    /// Reads input from an offset on, which moves, and fills the output from its first byte on.
    func step(_ input: Span<UInt8>, _ offset: inout Int, into output: inout [UInt8]) -> DecodingStep {
        let available = min(input.count - offset, Int(UInt32.max) / 2)
        let room = min(output.count, Int(UInt32.max) / 2)
        guard available >= 0 else { return DecodingStep(status: .failed, count: 0) }
        let result = unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                // The library reads through this pointer only, although its type does not say so.
                unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(
                    mutating: input.baseAddress.map { unsafe $0 + offset })
                unsafe stream.pointee.avail_in = UInt32(available)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(room)
                return unsafe inflate(stream, Z_NO_FLUSH)
            }
        }
        offset += unsafe available - Int(stream.pointee.avail_in)
        let count = unsafe room - Int(stream.pointee.avail_out)
        switch result {
        // Without input or room no progress is possible, which is no error.
        case Z_OK, Z_BUF_ERROR: return DecodingStep(status: .goesOn, count: count)
        case Z_STREAM_END: return DecodingStep(status: .ended, count: count)
        default: return DecodingStep(status: .failed, count: count)
        }
    }
}
