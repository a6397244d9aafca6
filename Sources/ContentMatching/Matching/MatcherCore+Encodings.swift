/// Text that is written in other ways.
extension MatcherCore {
    /// How far before the part a run of digits is decoded again, so that nothing is cut where the part begins.
    private static let overlap = 4 << 10

    /// Finds the runs of bytes that may be encoded text.
    func collectRuns(in bytes: Span<UInt8>, _ text: SearchedText, _ context: inout ScanContext) {
        context.working.regions.finishEscapes()
        guard text.depth > 0 else {
            collectRuns(in: bytes, text.part, text.whole, &context)
            return
        }
        for piece in text.pieces { collectRuns(in: bytes, piece.range, piece.range, &context) }
    }

    private func collectRuns(
        in bytes: Span<UInt8>, _ part: Range<Int>, _ bounds: Range<Int>, _ context: inout ScanContext
    ) {
        let earliest = max(bounds.lowerBound, part.lowerBound - Self.overlap)
        // A little further, so that every run that begins in the part is seen.
        let searched = part.lowerBound..<min(bounds.upperBound, part.upperBound + 32)
        RunScan.forEachDigitRun(in: bytes, searched) { inside in
            context.working.regions.noteDigits(around: inside, in: bytes, bounds, from: earliest)
        }
        guard bytes.extracting(searched).holdsZero else { return }
        RunScan.forEachWideRun(in: bytes, searched) { character in
            context.working.regions.noteWide(around: character, in: bytes, bounds)
        }
    }

    /// Decodes what was found, searches it, and tells where it stands encoded.
    func decode(
        _ bytes: Span<UInt8>, _ text: SearchedText, _ matches: inout [ContentMatch], _ context: inout ScanContext
    ) {
        context.encodingsCut += context.working.regions.dropped
        guard text.depth < Self.depthLimit else {
            context.encodingsCut += 1
            return
        }
        var decoded = context.working.takeDecoded(text.depth)
        for index in context.working.regions.list.indices {
            decoded.append(context.working.regions.list[index], of: bytes, limit: Self.decodedLimit)
        }
        if decoded.isCut { context.encodingsCut += 1 }
        let whole = 0..<decoded.bytes.count
        let inner = SearchedText(part: whole, whole: whole, pieces: decoded.pieces, depth: text.depth + 1)
        let found = search(decoded.bytes.span, inner, &context)
        let told = found.compactMap { match in
            decoded.piece(at: match.range.lowerBound).map { encoded(match, by: decoded.pieces[$0], of: bytes) }
        }
        context.working.giveBack(decoded, text.depth)
        merge(told, into: &matches)
    }

    /// A match of decoded text as one of the text that it was decoded from.
    private func encoded(
        _ match: ContentMatch, by piece: DecodedText.Piece, of bytes: Span<UInt8>
    ) -> ContentMatch {
        let start = piece.range.lowerBound
        let inside = (match.range.lowerBound - start)..<(match.range.upperBound - start)
        let range = piece.compression == nil ? piece.region.source(of: inside, in: bytes) : piece.region.range
        // Text around escapes is decoded with them, and most of it stands there in clear.
        let isClear = range.count == match.text.utf8.count && match.encoding.isEmpty
        let outer = isClear ? [] : [piece.region.encoding] + (piece.compression.map { [$0] } ?? [])
        return ContentMatch(
            patternID: match.patternID, description: match.description, kind: match.kind,
            isValidated: match.isValidated, encoding: outer + match.encoding, range: range, text: match.text)
    }
}
