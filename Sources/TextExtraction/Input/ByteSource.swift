/// The bytes of one file, or of a part of one, asked for by offset.
///
/// Readers ask it and never open anything themselves. A file may grow, shrink or fail while it is read: a read gives fewer
/// bytes than were asked for where they end, and throws where the system fails.
package struct ByteSource {
    /// How many bytes there are, as far as was known when reading began; fewer or more may come.
    package let count: Int64

    private let fill: (_ offset: Int64, _ room: inout [UInt8]) throws(InputError) -> Int

    /// Bytes that somebody else fetches.
    ///
    /// - Parameters:
    ///   - count: How many there are.
    ///   - fill: Puts bytes from an offset on into the front of a buffer, as many as it has room for and as there are,
    ///     and gives their number; zero at the end.
    package init(count: Int64, fill: @escaping (_ offset: Int64, _ room: inout [UInt8]) throws(InputError) -> Int) {
        self.count = count
        self.fill = fill
    }

    /// Bytes that are in memory.
    package init(_ bytes: [UInt8]) {
        self.init(count: Int64(bytes.count)) { (offset, room) throws(InputError) in
            guard offset >= 0, offset < Int64(bytes.count) else { return 0 }
            let start = Int(offset)
            let taken = min(room.count, bytes.count - start)
            for index in 0..<taken { room[index] = bytes[start + index] }
            return taken
        }
    }

    /// Puts the bytes from an offset on into a buffer, until it is full or they end.
    ///
    /// - Returns: How many came.
    /// - Throws: ``InputError`` when the system fails.
    package func read(into room: inout [UInt8], at offset: Int64) throws(InputError) -> Int {
        guard offset >= 0, !room.isEmpty else { return 0 }
        return try fill(offset, &room)
    }

    /// The bytes from an offset on, at most so many; fewer at the end.
    ///
    /// - Throws: ``InputError`` when the system fails.
    package func bytes(_ count: Int, at offset: Int64) throws(InputError) -> [UInt8] {
        let left = max(0, self.count - max(0, offset))
        let wanted = Int(clamping: min(Int64(clamping: max(0, count)), left))
        guard wanted > 0 else { return [] }
        var room = [UInt8](repeating: 0, count: wanted)
        let got = try read(into: &room, at: offset)
        if got < wanted { room.removeLast(wanted - got) }
        return room
    }

    /// A part of it, as if it were a file of its own.
    package func part(_ range: Range<Int64>) -> ByteSource {
        let lower = min(max(0, range.lowerBound), count)
        let upper = min(max(lower, range.upperBound), count)
        return ByteSource(count: upper - lower) { (offset, room) throws(InputError) in
            let left = upper - lower - offset
            guard left > 0 else { return 0 }
            guard left < Int64(room.count) else { return try fill(lower + offset, &room) }
            let rest = try bytes(Int(left), at: lower + offset)
            for index in rest.indices { room[index] = rest[index] }
            return rest.count
        }
    }
}

/// Why bytes of a file could not be had.
package struct InputError: Error, Hashable, Sendable {
    /// The number of the failed system call's error.
    package let number: CInt

    package init(number: CInt) {
        self.number = number
    }
}
