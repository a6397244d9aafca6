/// What is searched at once: a text, or the pieces of decoded text.
struct SearchedText {
    /// What is answered for.
    let part: Range<Int>
    /// The whole of it.
    let whole: Range<Int>
    /// Of decoded text its pieces; no match goes beyond one of them.
    let pieces: [DecodedText.Piece]
    /// How many encodings were undone.
    let depth: Int

    /// What of it can be seen from an offset.
    func bounds(at offset: Int) -> Range<Int> {
        guard depth > 0 else { return whole }
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].range.upperBound > offset { high = middle } else { low = middle + 1 }
        }
        guard low < pieces.count, pieces[low].range.lowerBound <= offset else { return offset..<offset }
        return pieces[low].range
    }
}
