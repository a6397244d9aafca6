/// Where literals of the gate end in a text, in the order of the text.
struct GateHits: ~Copyable {
    /// The end of one literal.
    struct Hit {
        let literal: UInt32
        /// The offset of the byte behind it.
        let end: UInt32
    }

    /// How many are kept of one text; four bytes of text with a hit each would need so many.
    private static let limit = 1 << 20

    private(set) var list: [Hit] = []
    private(set) var markers = ConversationMarkers()
    /// Whether there were more than are kept.
    private(set) var isFull = false
    /// What marker each literal is, for those that only are counted.
    var markerOf: [ConversationMarkers.Marker?] = []

    /// Takes note of a hit.
    ///
    /// - Returns: Whether the next is wanted.
    @inline(__always)
    mutating func note(literal: Int, end: Int) -> Bool {
        if literal < markerOf.count, let marker = markerOf[literal] {
            markers.count(marker)
            return true
        }
        guard list.count < Self.limit else {
            isFull = true
            return false
        }
        list.append(Hit(literal: UInt32(truncatingIfNeeded: literal), end: UInt32(truncatingIfNeeded: end)))
        return true
    }

    /// Forgets the hits and keeps the room.
    mutating func removeAll() {
        list.removeAll(keepingCapacity: list.count < 1 << 16)
        markers = ConversationMarkers()
        isFull = false
    }
}
