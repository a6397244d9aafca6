/// Decompresses the messages of one side (RFC 7692, section 7.2.2).
struct WebSocketInflater {
    /// What went wrong with a message.
    enum Problem: Equatable {
        case invalid
        case bomb
    }

    /// How many times as many bytes may come out as went in, once there are many.
    private static let ratio: Int64 = 256
    private static let harmlessByteCount: Int64 = 1 << 20
    /// What a sender leaves out at the end of each message.
    private static let tail: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]

    private let takesContextOver: Bool
    private var stream: InflateStream?
    private var isLost = false
    private var inputByteCount: Int64 = 0
    private var outputByteCount: Int64 = 0

    init(takesContextOver: Bool) {
        self.takesContextOver = takesContextOver
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { stream == nil ? 0 : InflateStream.memory }

    /// Decompresses the next bytes of a message and hands out what they become.
    ///
    /// - Returns: what went wrong, told once; from then on nothing comes out until a message begins afresh.
    mutating func inflate(_ bytes: Span<UInt8>, _ take: (Span<UInt8>) -> Void) -> Problem? {
        guard !isLost else { return nil }
        if stream == nil { stream = InflateStream(.raw(windowBits: 15)) }
        guard let stream else { return lose(.invalid) }
        inputByteCount += Int64(bytes.count)
        var output = [UInt8](repeating: 0, count: 8_192)
        var offset = 0
        while true {
            let start = offset
            let step = stream.step(bytes, &offset, into: &output)
            outputByteCount += Int64(step.count)
            if step.count > 0 { take(output.span.extracting(0..<step.count)) }
            if outputByteCount > Self.harmlessByteCount, outputByteCount / Self.ratio > inputByteCount {
                return lose(.bomb)
            }
            switch step.status {
            case .failed: return lose(.invalid)
            case .ended: stream.reset()
            case .goesOn: break
            }
            let hasMore = offset < bytes.count || step.count == output.count
            guard hasMore, offset > start || step.count > 0 else { return nil }
        }
    }

    /// Ends a message, so that the next one can begin.
    mutating func endMessage(_ take: (Span<UInt8>) -> Void) -> Problem? {
        let problem = inflate(Self.tail.span, take)
        (inputByteCount, outputByteCount) = (0, 0)
        if !takesContextOver {
            stream?.reset()
            isLost = false
        }
        return problem
    }

    /// Notes that bytes are missing, without which nothing that refers back to them can be read.
    mutating func loseBytes() {
        isLost = true
    }

    private mutating func lose(_ problem: Problem) -> Problem {
        isLost = true
        stream = nil
        return problem
    }

    /// Whether nothing comes out any longer.
    var isUnreadable: Bool { isLost }
}
