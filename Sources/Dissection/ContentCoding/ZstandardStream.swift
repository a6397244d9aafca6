internal import CZstd

/// Undoes Zstandard piece by piece, frame after frame (RFC 8878); windows beyond the 8 MiB of RFC 9659 are refused.
@safe final class ZstandardStream {
    private let state: OpaquePointer

    /// Begins a stream; nothing when there is no memory for it.
    init?() {
        guard let state = unsafe ZSTD_createDStream() else { return nil }
        unsafe self.state = state
        unsafe ZSTD_DCtx_setParameter(state, ZSTD_d_windowLogMax, 23)
    }

    deinit {
        unsafe ZSTD_freeDStream(state)
    }

    /// What the library keeps.
    var memory: Int { unsafe ZSTD_sizeof_DStream(state) }

    /// Reads input from an offset on, which moves, and fills the output from its first byte on.
    ///
    /// The end of a frame is no end of the data, for another one may follow.
    func step(_ input: Span<UInt8>, _ offset: inout Int, into output: inout [UInt8]) -> DecodingStep {
        let start = offset
        guard start <= input.count else { return DecodingStep(status: .failed, count: 0) }
        var produced = 0
        let result = unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: start)
                var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
                let result = unsafe ZSTD_decompressStream(state, &target, &source)
                offset = unsafe source.pos
                produced = unsafe target.pos
                return result
            }
        }
        return DecodingStep(status: ZSTD_isError(result) == 0 ? .goesOn : .failed, count: produced)
    }
}
