extension SQLiteReader {
    /// The overflow pages of a payload as far as they can be had.
    struct Chain {
        var pages: [UInt32] = []
        /// Whether there are as many as the payload needs, and the last one says that it is the last.
        var isWhole = false
    }

    /// Follows overflow pages, each of which begins with the number of the next one ("Database File Format", section 1.6).
    ///
    /// - Parameters:
    ///   - first: The first page.
    ///   - count: How many bytes are to come.
    ///   - mayTake: Whether a page may belong to the chain; asked for each once, and the chain breaks at the first no.
    /// - Returns: The pages, and whether they are all there.
    func overflowChain(from first: UInt32, of count: Int, mayTake: (UInt32) -> Bool) -> Chain {
        var chain = Chain()
        let content = header.usableSize - 4
        let needed = (count + content - 1) / content
        guard needed <= Int(claimed.count) else { return chain }
        var (next, head) = (first, [UInt8](repeating: 0, count: 4))
        while chain.pages.count < needed {
            guard next >= 2, next <= max(pages.count, pages.mainCount), mayTake(next), pages.readHead(next, into: &head)
            else { return chain }
            chain.pages.append(next)
            next = SQLiteNumber.word(head.span, at: 0)
        }
        chain.isWhole = next == 0
        return chain
    }

    /// Puts the content of a live row's overflow pages behind the part of its payload that lies in its cell.
    func append(_ chain: [UInt32], rest: Int, atMost limit: Int, to bytes: inout [UInt8]) {
        var (room, left) = (takeRoom(), min(rest, limit))
        for page in chain where left > 0 {
            guard pages.read(page, into: &room) else { break }
            appendContent(room.span, &left, to: &bytes)
        }
        giveBack(&room)
    }

    /// Follows the overflow pages of a row that is not live, and puts their content behind what is there of its payload.
    ///
    /// - Returns: The pages, and whether they are all there.
    func appendFormer(from first: UInt32, rest: Int, to bytes: inout [UInt8]) -> Chain {
        var (room, left, next) = (takeRoom(), rest, first)
        defer { giveBack(&room) }
        var (chain, pages) = (Chain(), Set<UInt32>())
        while left > 0 {
            guard next >= 2, pages.insert(next).inserted, readFormer(next, into: &room) else { return chain }
            chain.pages.append(next)
            next = SQLiteNumber.word(room.span, at: 0)
            appendContent(room.span, &left, to: &bytes)
        }
        // The last one says that it is the last, unless it was used again since.
        chain.isWhole = next == 0
        return chain
    }

    private func appendContent(_ page: Span<UInt8>, _ left: inout Int, to bytes: inout [UInt8]) {
        let taken = min(left, header.usableSize - 4)
        SQLiteText.append(page, 4..<4 + taken, to: &bytes)
        left -= taken
        // A copy of the page elsewhere says nothing new.
        seen.insert(SQLiteHash.of(page, 4..<header.usableSize))
    }

    /// A payload by offset.
    func source(_ page: Span<UInt8>, _ cell: SQLiteCell, _ chain: [UInt32]) -> ByteSource {
        let local = SQLiteText.copy(page, cell.payloadStart..<cell.payloadStart + cell.localCount)
        let content = header.usableSize - 4
        let count = min(cell.payload, local.count + chain.count * content)
        var room = pages.room()
        let pages = pages
        return ByteSource(count: Int64(count)) { (offset, target) throws(InputError) in
            var (position, filled) = (Int(clamping: offset), 0)
            while filled < target.count, position < count {
                if position < local.count {
                    target[filled] = local[position]
                    (position, filled) = (position + 1, filled + 1)
                    continue
                }
                let (index, within) = (position - local.count).quotientAndRemainder(dividingBy: content)
                guard pages.read(chain[index], into: &room) else { return filled }
                let taken = min(content - within, min(target.count - filled, count - position))
                for byte in 0..<taken { target[filled + byte] = room[4 + within + byte] }
                (position, filled) = (position + taken, filled + taken)
            }
            return filled
        }
    }
}
