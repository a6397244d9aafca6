internal import Observation

/// Comments of packets, in which some programs name the process.
extension PcapngParser {
    /// Bytes of comments that are read of a packet.
    private static let commentLimit = 8_192

    /// Reads a packet's comments, and gives the process that they speak of, or else the one that is known already.
    ///
    /// Each text is read once; the next packet with the same text costs a look-up.
    @inline(never)
    mutating func comments(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ known: Int32, _ notes: (CaptureFileNote) -> Void
    ) -> Int32 {
        var hasher = Hasher()
        hasher.combine(known)
        var options = BlockOptions(range, isSwapped: isSwapped)
        while let (code, value) = options.next(in: bytes) {
            guard code == OptionCode.comment else { continue }
            unsafe bytes.extracting(value).withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        }
        let hash = hasher.finalize()
        if let process = processes.byComment[hash] { return process }
        guard processes.byComment.count < ProcessReferences.commentLimit else {
            summary.notesBeyondLimit += 1
            return known
        }
        let texts = commentTexts(bytes, range)
        let process: Int32
        if let described = CapturedProcess(comments: texts) {
            let place = processes.describe(described, known: known, at: lastTime, notes)
            process = processes.place(place, known: described.attributionQuality, notes)
        } else {
            process = known
            for text in texts { notes(.comment(text)) }
        }
        processes.byComment[hash] = process
        return process
    }

    private func commentTexts(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [String] {
        var texts: [String] = []
        var room = Self.commentLimit
        var options = BlockOptions(range, isSwapped: isSwapped)
        while let (code, value) = options.next(in: bytes), room > 0 {
            guard code == OptionCode.comment, !value.isEmpty else { continue }
            texts.append(bytes.text(value, limit: room))
            room -= value.count
        }
        return texts
    }
}
