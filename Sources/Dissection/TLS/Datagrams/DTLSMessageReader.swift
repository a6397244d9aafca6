/// Puts the handshake messages of one direction together from fragments in any order, as far as they are in the clear.
struct DTLSMessageReader {
    /// The longest message that is put together.
    static let messageLimit = 65_536

    /// How many messages are put together at a time; those of one flight.
    private static let unfinishedLimit = 8

    /// How many pieces one may be in.
    private static let pieceLimit = 128

    fileprivate struct Message {
        let type: UInt8
        let number: UInt16
        var bytes: [UInt8]
        /// What has come, in order and without overlaps.
        var pieces: [Range<Int>] = []

        var isWhole: Bool { bytes.isEmpty || pieces.first == 0..<bytes.count }
    }

    private var messages: [Message] = []
    private var finished: [UInt16] = []

    /// Bytes that are kept.
    private(set) var bufferedByteCount = 0

    /// Takes in a fragment; gives the message that it completes.
    mutating func take(_ fragment: DTLSFragment, _ body: Span<UInt8>) -> (type: UInt8, body: [UInt8])? {
        guard fragment.messageByteCount <= Self.messageLimit, !finished.contains(fragment.number) else { return nil }
        if fragment.body.count == fragment.messageByteCount {
            finish(fragment.number)
            return (fragment.type, body.bytes(0..<body.count))
        }
        var index = messages.firstIndex { $0.number == fragment.number && $0.bytes.count == fragment.messageByteCount }
        if index == nil {
            if messages.count >= Self.unfinishedLimit { bufferedByteCount -= messages.removeFirst().bytes.count }
            let bytes = [UInt8](repeating: 0, count: fragment.messageByteCount)
            messages.append(Message(type: fragment.type, number: fragment.number, bytes: bytes))
            bufferedByteCount += bytes.count
            index = messages.count - 1
        }
        guard let index else { return nil }
        messages[index].take(body, at: fragment.start, limit: Self.pieceLimit)
        guard messages[index].isWhole else { return nil }
        let message = messages[index]
        finish(fragment.number)
        return (message.type, message.bytes)
    }

    private mutating func finish(_ number: UInt16) {
        finished.append(number)
        if finished.count > 64 { finished.removeFirst() }
        for message in messages where message.number == number { bufferedByteCount -= message.bytes.count }
        messages.removeAll { $0.number == number }
    }
}

extension DTLSMessageReader.Message {
    /// Takes in what has not come before.
    fileprivate mutating func take(_ body: Span<UInt8>, at start: Int, limit: Int) {
        guard pieces.count < limit else { return }
        let end = start + body.count
        var position = start
        for piece in pieces where piece.upperBound > start && position < end {
            copy(body, at: start, to: position..<max(position, min(piece.lowerBound, end)))
            position = max(position, piece.upperBound)
        }
        if position < end { copy(body, at: start, to: position..<end) }
        var whole = start..<end
        var rest: [Range<Int>] = []
        for piece in pieces {
            if piece.upperBound < whole.lowerBound || piece.lowerBound > whole.upperBound {
                rest.append(piece)
            } else {
                whole = min(piece.lowerBound, whole.lowerBound)..<max(piece.upperBound, whole.upperBound)
            }
        }
        rest.append(whole)
        pieces = rest.sorted { $0.lowerBound < $1.lowerBound }
    }
    private mutating func copy(_ body: Span<UInt8>, at start: Int, to range: Range<Int>) {
        for index in range { bytes[index] = body[index - start] }
    }
}
