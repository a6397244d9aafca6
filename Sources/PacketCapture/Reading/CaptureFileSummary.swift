/// What reading a capture file came to, besides its packets and notes.
package struct CaptureFileSummary: Equatable, Sendable {
    /// How many kinds of blocks are counted by name.
    static let kindLimit = 64

    /// Packets that were handed over, and what the file says of those that never reached it.
    package internal(set) var statistics = CaptureStatistics()

    /// Blocks whose content is not read, by the name of their type.
    package internal(set) var unreadBlocks: [String: Int64] = [:]

    /// Blocks that contradict themselves and were stepped over; their framing was sound, so what follows was read.
    package internal(set) var malformedBlocks: Int64 = 0

    /// Packets of interfaces that the file never describes, which were stepped over.
    package internal(set) var packetsWithoutInterface: Int64 = 0

    /// Packets whose format has no time.
    package internal(set) var packetsWithoutTime: Int64 = 0

    /// Processes and comments that were not told of, because there were too many.
    package internal(set) var notesBeyondLimit: Int64 = 0

    package init() {}

    mutating func countUnread(_ name: String) {
        let known = unreadBlocks[name] != nil || unreadBlocks.count < Self.kindLimit
        unreadBlocks[known ? name : "others", default: 0] += 1
    }
}
