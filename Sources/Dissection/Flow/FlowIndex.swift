/// Finds slots by hash: open addressing with linear probing, at most half full.
///
/// A cell holds half of the hash and the slot, so a look at another flow's ends is rare.
struct FlowIndex: ~Copyable {
    private struct Cell {
        var tag: UInt32
        /// One more than the slot, zero when the cell is empty.
        var mark: UInt32
    }

    private var cells = ContiguousArray(repeating: Cell(tag: 0, mark: 0), count: 1_024)
    private var count = 0

    private var mask: Int { cells.count - 1 }

    /// Where the search for a hash begins.
    @inline(__always)
    func home(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) & mask }

    /// The next slot with the tag of a hash from a position on, which moves behind it; -1 when there is none.
    @inline(__always)
    func slot(at position: inout Int, of hash: UInt64) -> FlowTable.Slot {
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        while true {
            let cell = cells[position & mask]
            guard cell.mark != 0 else { return FlowTable.none }
            position = (position + 1) & mask
            if cell.tag == tag { return FlowTable.Slot(bitPattern: cell.mark &- 1) }
        }
    }

    /// Adds a slot.
    mutating func insert(_ slot: FlowTable.Slot, hash: UInt64) {
        if count * 2 >= cells.count { grow() }
        place(Cell(tag: UInt32(truncatingIfNeeded: hash >> 32), mark: UInt32(bitPattern: slot) &+ 1))
        count += 1
    }

    /// Removes a slot that was added with the same hash.
    mutating func remove(_ slot: FlowTable.Slot, hash: UInt64) {
        let mark = UInt32(bitPattern: slot) &+ 1
        var hole = home(of: hash)
        while cells[hole].mark != mark {
            guard cells[hole].mark != 0 else { return }
            hole = (hole + 1) & mask
        }
        count -= 1
        // Cells behind the hole move up, so that no search ends before its goal.
        var position = hole
        while true {
            position = (position + 1) & mask
            guard cells[position].mark != 0 else { break }
            let home = Int(cells[position].tag) & mask
            if (position &- home) & mask >= (position &- hole) & mask {
                cells[hole] = cells[position]
                hole = position
            }
        }
        cells[hole] = Cell(tag: 0, mark: 0)
    }

    private mutating func place(_ cell: Cell) {
        var position = Int(cell.tag) & mask
        while cells[position].mark != 0 { position = (position + 1) & mask }
        cells[position] = cell
    }

    private mutating func grow() {
        let old = cells
        cells = ContiguousArray(repeating: Cell(tag: 0, mark: 0), count: old.count * 2)
        for cell in old where cell.mark != 0 { place(cell) }
    }
}
