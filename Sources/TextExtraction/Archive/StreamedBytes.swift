internal import Glibc

/// The bytes of a member as they are unpacked: read forward, with a little of what went before.
final class StreamedBytes {
    /// How much stays that was read already; nobody steps further back than to the beginning of what they recognise.
    private static let keptByteCount = 1 << 16

    private let pull: () -> [UInt8]
    private var window: [UInt8] = []
    private var base: Int64 = 0
    private var isAtEnd = false

    /// - Parameter pull: Gives the next bytes, and none at the end.
    init(_ pull: @escaping () -> [UInt8]) {
        self.pull = pull
    }

    /// The bytes for a reader that only goes forward.
    var source: ByteSource {
        ByteSource(count: ByteSource.streamCount) { (offset, room) throws(InputError) in
            try self.fill(&room, from: offset)
        }
    }

    /// The first bytes, which stay.
    func beginning(_ count: Int) -> [UInt8] {
        while window.count < count, pullMore() {}
        return Array(window.prefix(count))
    }

    /// All bytes, at most so many, for a reader that goes back and forth.
    ///
    /// - Returns: The bytes, which are here no longer, and whether there are no more.
    func held(upTo limit: Int) -> (bytes: [UInt8], isWhole: Bool) {
        let isWhole = isWhole(within: limit)
        defer { window = [] }
        return (window, isWhole)
    }

    /// Unpacks on until more than so many bytes are here, and tells whether they ended before.
    func isWhole(within limit: Int) -> Bool {
        var isReserved = false
        while window.count <= limit, pullMore() {
            // Otherwise growing would take twice the room for a moment; room that is not filled costs nothing.
            if !isReserved, window.count > 1 << 20 {
                window.reserveCapacity(limit + (1 << 18))
                isReserved = true
            }
        }
        return window.count <= limit
    }

    /// Unpacks what is left, to have it counted.
    func drain() {
        window = []
        while pullMore() { window.removeAll(keepingCapacity: true) }
    }

    private func pullMore() -> Bool {
        guard !isAtEnd else { return false }
        let bytes = pull()
        isAtEnd = bytes.isEmpty
        window.append(contentsOf: bytes)
        return !isAtEnd
    }

    private func fill(_ room: inout [UInt8], from offset: Int64) throws(InputError) -> Int {
        guard offset >= base else { throw InputError(number: ESPIPE) }
        while base + Int64(window.count) < offset + Int64(room.count), pullMore() { dropBefore(offset) }
        let start = offset - base
        guard start < Int64(window.count) else { return 0 }
        let taken = min(room.count, window.count - Int(start))
        room.replaceSubrange(0..<taken, with: window[Int(start)..<Int(start) + taken])
        return taken
    }

    private func dropBefore(_ offset: Int64) {
        let passed = min(Int64(window.count), offset - base - Int64(Self.keptByteCount))
        guard passed >= Int64(4 * Self.keptByteCount) || (passed > 0 && passed == Int64(window.count)) else { return }
        window.removeFirst(Int(passed))
        base += passed
    }
}
