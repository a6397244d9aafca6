/// The end of a stream that was handed on already and may yet be sent again.
struct UnconfirmedBytes {
    /// How many bytes are kept at most.
    static let limit = 16_384

    private var bytes: [UInt8] = []

    /// The bytes that are kept.
    var count: Int { bytes.count }

    /// Adds what was handed on.
    mutating func append(_ more: Span<UInt8>) {
        if bytes.count + more.count > Self.limit { bytes.removeAll(keepingCapacity: true) }
        guard more.count <= Self.limit else { return }
        bytes.append(more)
    }

    /// Forgets what the other side has confirmed.
    mutating func removeAll() {
        guard !bytes.isEmpty else { return }
        bytes.removeAll(keepingCapacity: bytes.capacity <= 4_096)
    }

    /// Whether a repetition that begins so many bytes before the end of the stream says the same, as far as that is known.
    func agrees(with payload: Span<UInt8>, behind distance: Int) -> Bool {
        let start = bytes.count - distance
        let skipped = max(0, -start)
        let end = min(payload.count, distance)
        guard skipped < end else { return true }
        return payload.extracting(skipped..<end).equals(bytes.span, from: start + skipped)
    }
}

extension Span<UInt8> {
    /// Whether all bytes equal those of another span from an offset on.
    func equals(_ other: Span<UInt8>, from offset: Int) -> Bool {
        guard offset >= 0, other.count - offset >= count else { return false }
        for index in indices where self[index] != other[offset + index] { return false }
        return true
    }
}
