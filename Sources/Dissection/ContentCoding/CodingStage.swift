/// One of the codings that lie over a body, in the course of being undone.
enum CodingStage {
    case gzip(InflateStream)
    /// A first byte that alone does not tell whether zlib's wrapping is there (RFC 9110, section 8.4.1.2).
    case deflateUndecided(UInt8?)
    case deflate(InflateStream)
    case brotli(BrotliStream)
    case zstd(ZstandardStream)

    /// Begins; nothing when there is no memory for it.
    init?(_ coding: ContentCoding) {
        let stage: CodingStage? =
            switch coding {
            case .gzip: InflateStream(.gzip).map(CodingStage.gzip)
            case .deflate: .deflateUndecided(nil)
            case .brotli: BrotliStream().map(CodingStage.brotli)
            case .zstd: ZstandardStream().map(CodingStage.zstd)
            }
        guard let stage else { return nil }
        self = stage
    }

    /// About how many bytes the libraries keep.
    var memory: Int {
        switch self {
        case .gzip, .deflate: InflateStream.memory
        case .deflateUndecided: 0
        case .brotli(let stream): stream.memory
        case .zstd(let stream): stream.memory
        }
    }

    /// Reads input from an offset on, which moves, and fills the output from its first byte on.
    mutating func step(_ input: Span<UInt8>, _ offset: inout Int, into output: inout [UInt8]) -> DecodingStep {
        switch self {
        case .gzip(let stream):
            let step = stream.step(input, &offset, into: &output)
            // Another member may follow; anything else behind the end is padding.
            guard step.status == .ended, offset < input.count, input[offset] == 0x1F else { return step }
            stream.reset()
            return DecodingStep(status: .goesOn, count: step.count)
        case .deflateUndecided(let first): return decide(first, input, &offset, into: &output)
        case .deflate(let stream): return stream.step(input, &offset, into: &output)
        case .brotli(let stream): return stream.step(input, &offset, into: &output)
        case .zstd(let stream): return stream.step(input, &offset, into: &output)
        }
    }

    /// Tells zlib's header from bare DEFLATE, which servers send under the same name.
    private mutating func decide(
        _ first: UInt8?, _ input: Span<UInt8>, _ offset: inout Int, into output: inout [UInt8]
    ) -> DecodingStep {
        guard offset < input.count else { return DecodingStep(status: .goesOn, count: 0) }
        guard let first else {
            self = .deflateUndecided(input[offset])
            offset += 1
            return decide(input[offset - 1], input, &offset, into: &output)
        }
        let isWrapped = first & 0x0F == 8 && (Int(first) << 8 | Int(input[offset])) % 31 == 0
        guard let stream = InflateStream(isWrapped ? .zlib : .raw(windowBits: 15)) else {
            return DecodingStep(status: .failed, count: 0)
        }
        self = .deflate(stream)
        var consumed = 0
        let start = [first]
        let step = stream.step(start.span, &consumed, into: &output)
        // A single byte fills no output, so nothing is left behind.
        guard step.status == .goesOn else { return step }
        return stream.step(input, &offset, into: &output)
    }
}
