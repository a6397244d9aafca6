internal import CBrotli

/// Undoes Brotli piece by piece (RFC 7932); windows beyond the RFC's 16 MiB are refused.
@safe final class BrotliStream {
    private let state: OpaquePointer
    private var outputCount = 0

    /// Begins a stream; nothing when there is no memory for it.
    init?() {
        guard let state = unsafe BrotliDecoderCreateInstance(nil, nil, nil) else { return nil }
        unsafe self.state = state
    }

    deinit {
        unsafe BrotliDecoderDestroyInstance(state)
    }

    /// About what the library keeps: its tables, and the window as far as it was written.
    var memory: Int { 64 << 10 + min(outputCount, 16 << 20) }

    /// Reads input from an offset on, which moves, and fills the output from its first byte on.
    func step(_ input: Span<UInt8>, _ offset: inout Int, into output: inout [UInt8]) -> DecodingStep {
        var available = input.count - offset
        guard available >= 0 else { return DecodingStep(status: .failed, count: 0) }
        let capacity = output.count
        var room = capacity
        let result = unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                var nextInput = unsafe input.baseAddress.map { unsafe $0 + offset }
                var nextOutput = output.baseAddress
                return unsafe BrotliDecoderDecompressStream(
                    state, &available, &nextInput, &room, &nextOutput, nil)
            }
        }
        offset = input.count - available
        let count = capacity - room
        outputCount += count
        switch result {
        case BROTLI_DECODER_RESULT_SUCCESS: return DecodingStep(status: .ended, count: count)
        case BROTLI_DECODER_RESULT_ERROR: return DecodingStep(status: .failed, count: count)
        default: return DecodingStep(status: .goesOn, count: count)
        }
    }
}
