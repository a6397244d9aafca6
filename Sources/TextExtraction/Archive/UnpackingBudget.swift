/// What one archive may still unpack to: a ratio of its own, and what is left of the whole file's sum.
final class UnpackingBudget {
    /// Below this many unpacked bytes no ratio is a bomb's.
    private static let innocentByteCount: Int64 = 16 << 20

    /// Whether a bound was reached, which was noted.
    private(set) var isUsedUp = false

    private let extraction: Extraction
    private let packedByteCount: Int64
    private let fetchedByteCount: () -> Int64
    private var unpackedByteCount: Int64 = 0

    /// Begins to count.
    ///
    /// - Parameters:
    ///   - extraction: The reading of the whole file.
    ///   - packedByteCount: How large the archive is, where that is known.
    ///   - fetchedByteCount: Tells how many of its bytes were fetched.
    init(_ extraction: Extraction, packedByteCount: Int64, fetchedByteCount: @escaping () -> Int64) {
        self.extraction = extraction
        self.packedByteCount = packedByteCount
        self.fetchedByteCount = fetchedByteCount
    }

    /// What is unpacked, counted as it comes, and ended by the first bound.
    func stream(_ next: @escaping () -> Result<[UInt8], OutcomeError>) -> StreamedBytes {
        StreamedBytes { [self, extraction] in
            guard !isUsedUp else { return [] }
            switch next() {
            case .success(let bytes): return take(bytes.count) ? bytes : []
            case .failure(let error):
                extraction.noteEnd(error.outcome)
                return []
            }
        }
    }

    private func take(_ count: Int) -> Bool {
        unpackedByteCount += Int64(count)
        let packed = max(1, min(packedByteCount, fetchedByteCount()))
        if unpackedByteCount > Self.innocentByteCount, unpackedByteCount / packed > extraction.limits.unpackingRatio {
            extraction.note(.capped("unpacking ratio"))
            isUsedUp = true
        } else if !extraction.mayUnpack(count) {
            isUsedUp = true
        }
        return !isUsedUp
    }
}
