extension SQLiteReader {
    /// Goes through the pages of a tree, each once, the ones above before those below.
    ///
    /// - Parameters:
    ///   - root: The tree's first page.
    ///   - isTable: Whether it is a tree with row numbers.
    ///   - isAgain: Whether the tree was gone through before, and only marked pages are asked for.
    ///   - each: Takes a page.
    func walk(
        _ root: UInt32, isTable: Bool, isAgain: Bool = false,
        _ each: (_ number: UInt32, _ page: Span<UInt8>, _ shape: SQLitePageShape) -> Void
    ) {
        visit(root, 0, isTable, isAgain, each)
    }

    private func visit(
        _ number: UInt32, _ depth: Int, _ isTable: Bool, _ isAgain: Bool,
        _ each: (_ number: UInt32, _ page: Span<UInt8>, _ shape: SQLitePageShape) -> Void
    ) {
        if isAgain, !marked.contains(number) { return }
        guard !sink.isStopped else { return }
        let isNew = isAgain ? revisited.insert(number) : claimed.insert(number)
        guard depth < Self.mostLevels, number <= pages.count, isNew else {
            if !isAgain { sink.note(.malformed) }
            return
        }
        var room = takeRoom()
        defer { giveBack(&room) }
        guard let shape = readTreePage(number, &room, isTable, isAgain) else { return }
        each(number, room.span, shape)
        guard !shape.isLeaf else { return }
        for index in 0..<shape.cellCount {
            let offset = SQLiteNumber.short(room.span, at: shape.pointers + 2 * index)
            guard offset >= shape.pointersEnd, offset + 4 <= header.usableSize else {
                if !isAgain { sink.note(.malformed) }
                continue
            }
            visit(SQLiteNumber.word(room.span, at: offset), depth + 1, isTable, isAgain, each)
        }
        visit(shape.rightChild, depth + 1, isTable, isAgain, each)
    }

    /// Reads a page of a tree; one that makes no sense is read once more, because somebody may just be writing it.
    private func readTreePage(_ number: UInt32, _ room: inout [UInt8], _ isTable: Bool, _ isAgain: Bool)
        -> SQLitePageShape?
    {
        for _ in 0..<2 {
            guard pages.read(number, into: &room) else { return nil }
            if let shape = SQLitePageShape(room.span, number: number, usableSize: header.usableSize),
                shape.isTable == isTable
            {
                return shape
            }
        }
        if !isAgain { sink.note(.malformed) }
        return nil
    }

    /// The cells of a page that can be read, each with its place in the page's order.
    func forEachCell(
        of page: Span<UInt8>, _ shape: SQLitePageShape, isCounted: Bool, _ each: (SQLiteCell) -> Void
    ) {
        for index in 0..<shape.cellCount {
            let offset = SQLiteNumber.short(page, at: shape.pointers + 2 * index)
            guard let cell = SQLiteCell(page, at: offset, shape, header) else {
                if isCounted { sink.note(.malformed) }
                continue
            }
            each(cell)
        }
    }

    /// The room of a page that neither its head nor a cell owns.
    func gaps(of page: Span<UInt8>, _ shape: SQLitePageShape) -> [Range<Int>] {
        spans.removeAll(keepingCapacity: true)
        var taken: [Int] = []
        swap(&taken, &spans)
        forEachCell(of: page, shape, isCounted: false) { taken.append($0.start << 20 | $0.end) }
        taken.sort()
        var gaps: [Range<Int>] = []
        var position = shape.pointersEnd
        for span in taken {
            let (start, end) = (span >> 20, span & 0xFFFFF)
            if start > position { gaps.append(position..<start) }
            position = max(position, end)
        }
        if position < header.usableSize { gaps.append(position..<header.usableSize) }
        swap(&taken, &spans)
        return gaps
    }

    /// Whether something stands in the room that no cell owns.
    func hasResidue(_ page: Span<UInt8>, _ shape: SQLitePageShape) -> Bool {
        gaps(of: page, shape).contains { $0.count >= 4 && !SQLiteHash.isZero(page.extracting($0)) }
    }
}
