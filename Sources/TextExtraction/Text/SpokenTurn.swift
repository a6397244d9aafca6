/// What one speaker says over several lines, gathered until the next one speaks.
struct SpokenTurn {
    /// Who speaks, as the file names them.
    private(set) var role: String?
    private var text: [UInt8] = []
    private var firstLine = 0
    private let extraction: Extraction

    init(_ extraction: Extraction) {
        self.extraction = extraction
    }

    /// Ends what was said and lets the next one speak.
    mutating func begin(_ role: String?) {
        finish()
        self.role = role
    }

    /// Adds a line; what grows beyond the size of a piece is handed out.
    mutating func add(_ line: [UInt8], number: Int) {
        if text.count + line.count >= extraction.limits.unitBytes { finish() }
        if text.isEmpty {
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
            firstLine = number
        } else {
            text.append(0x0A)
        }
        text.append(contentsOf: line)
    }

    /// Hands out what was said.
    mutating func finish() {
        while let last = text.last, last == 0x0A || last == 0x20 { text.removeLast() }
        extraction.emit(text, at: "line \(firstLine)", role: role)
        text.removeAll(keepingCapacity: true)
    }
}
