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

    /// Puts the content of overflow pages behind the part of a payload that lies in its cell.
    func append(_ chain: [UInt32], rest: Int, atMost limit: Int, to bytes: inout [UInt8]) {
        var (room, left) = (takeRoom(), min(rest, limit))
        for page in chain where left > 0 {
            guard pages.read(page, into: &room) else { break }
            let taken = min(left, header.usableSize - 4)
            SQLiteText.append(room.span, 4..<4 + taken, to: &bytes)
            left -= taken
        }
        giveBack(&room)
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
