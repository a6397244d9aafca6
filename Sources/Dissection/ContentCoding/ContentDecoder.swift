/// Undoes the codings of a body piece by piece, within limits.
///
/// It stops for good at data that is not of the coding, at the limit for what comes out, and where so much comes out of so
/// little that nobody sends it in earnest; what was decoded until then stays valid.
package final class ContentDecoder {
    /// Why decoding stopped before the body's end.
    package enum Problem: Equatable, Sendable {
        /// The bytes are not of the coding that was named.
        case invalid
        /// Far more came out than went in.
        case bomb
        /// More came out than is read.
        case tooLarge
    }

    /// How much may come out.
    package struct Limits: Sendable {
        /// The bytes that may come out of one body.
        package var decodedBytes: Int64 = 64 << 20
        /// How many times as many bytes may come out as went in.
        package var ratio: Int64 = 256
        /// The bytes up to which the ratio does not matter.
        package var harmlessBytes: Int64 = 1 << 20

        package init() {}
    }

    /// The bytes of decoded data that are handed out at once, at most.
    private static let pieceByteCount = 16_384

    private let limits: Limits
    private var stages: [CodingStage] = []
    private var isEnded = false
    private var workByteCount: Int64 = 0

    /// Why decoding stopped, when it did.
    package private(set) var problem: Problem?
    /// Bytes that went in.
    package private(set) var encodedByteCount: Int64 = 0
    /// Bytes that came out.
    package private(set) var decodedByteCount: Int64 = 0

    /// Begins at a body's first byte.
    ///
    /// - Parameters:
    ///   - codings: the codings in the order in which they were applied.
    ///   - limits: how much may come out.
    package init(_ codings: [ContentCoding], limits: Limits = Limits()) {
        self.limits = limits
        for coding in codings.reversed() {
            guard let stage = CodingStage(coding) else {
                problem = .tooLarge
                stages = []
                return
            }
            stages.append(stage)
        }
    }

    /// About how many bytes are kept, those of the libraries included.
    ///
    /// - Complexity: O(1), since there are few codings.
    package var bufferedByteCount: Int { stages.reduce(0) { $0 + $1.memory } }

    /// Reads the next piece and hands out what it decodes to, in pieces of its own.
    package func decode(_ bytes: Span<UInt8>, _ take: (Span<UInt8>) -> Void) {
        encodedByteCount += Int64(bytes.count)
        guard problem == nil, !isEnded else { return }
        run(bytes, 0, take)
        if problem != nil || isEnded { stages = [] }
    }

    private func run(_ bytes: Span<UInt8>, _ index: Int, _ take: (Span<UInt8>) -> Void) {
        guard index < stages.count else {
            if isWithinLimits(adding: bytes.count) { take(bytes) }
            return
        }
        var output = [UInt8](repeating: 0, count: Self.pieceByteCount)
        var offset = 0
        while problem == nil, !isEnded {
            let start = offset
            let step = stages[index].step(bytes, &offset, into: &output)
            noteWork(step.count)
            if step.count > 0, problem == nil, !isEnded { run(output.span.extracting(0..<step.count), index + 1, take) }
            switch step.status {
            case .failed: problem = problem ?? .invalid
            case .ended: isEnded = true
            case .goesOn:
                // A full output may have left something behind, a part of one has not.
                let hasMore = offset < bytes.count || step.count == output.count
                guard hasMore, offset > start || step.count > 0 else { return }
            }
        }
    }

    /// Notes what any stage put out; between two codings a bomb goes off as well as behind them.
    private func noteWork(_ count: Int) {
        workByteCount += Int64(count)
        guard workByteCount > limits.harmlessBytes else { return }
        if workByteCount / Int64(stages.count) / limits.ratio > encodedByteCount { problem = problem ?? .bomb }
    }

    private func isWithinLimits(adding count: Int) -> Bool {
        guard decodedByteCount + Int64(count) <= limits.decodedBytes else {
            problem = .tooLarge
            return false
        }
        decodedByteCount += Int64(count)
        return true
    }
}
