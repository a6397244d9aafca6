/// Collects text for a stream, so that a million lines are not a million system calls.
final class LineBuffer {
    private static let limit = 64 << 10

    private let stream: StandardStream
    private var pending = ""
    /// Whether nobody takes the text any more, as when `head` has seen enough.
    private(set) var isBroken = false

    init(_ stream: StandardStream) {
        self.stream = stream
    }

    func write(_ text: String) {
        pending += text
        if pending.utf8.count >= Self.limit { flush() }
    }

    func flush() {
        guard !pending.isEmpty else { return }
        if !stream.write(pending) { isBroken = true }
        pending = ""
    }
}
