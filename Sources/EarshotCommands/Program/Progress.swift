/// One line on the error stream that says what is going on, when a person is looking; nothing otherwise.
struct Progress: Sendable {
    private let isShown = StandardStream.error.isTerminal

    /// Puts a text in the place of the one before.
    func show(_ text: String) {
        guard isShown else { return }
        let room = max(20, StandardStream.error.columns - 12)
        StandardStream.error.write("\r\u{1B}[Kearshot: \(text.prefix(room))")
    }

    /// Takes the line away.
    func clear() {
        guard isShown else { return }
        StandardStream.error.write("\r\u{1B}[K")
    }
}
