/// The field lines of a head, one after the other (RFC 9112, section 5).
///
/// Lines that go on a field are joined to it, and lines without a colon are skipped, as servers do.
struct HTTPFieldLines {
    private var offset: Int
    private var hasEnded = false

    /// What is odd about the lines that were read so far.
    private(set) var weirds: [Weird] = []

    /// Begins at the offset behind the first line.
    init(at offset: Int) {
        self.offset = offset
    }

    /// The next field: its name in lower case, and where its value lies.
    mutating func next(_ bytes: Span<UInt8>) -> (name: String, value: Range<Int>)? {
        while offset < bytes.count {
            var line = HTTPSyntax.nextLine(bytes, &offset)
            guard !line.isEmpty else { return nil }
            while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 {
                note(.obsoleteLineFolding)
                line = line.lowerBound..<HTTPSyntax.nextLine(bytes, &offset).upperBound
            }
            guard let colon = bytes.firstIndex(of: 0x3A, in: line), colon > line.lowerBound else {
                note(.fieldWithoutColon)
                continue
            }
            let name = HTTPSyntax.trimmed(bytes, line.lowerBound..<colon)
            if name.upperBound < colon { note(.blankBeforeColon) }
            return (bytes.lowercaseText(name), HTTPSyntax.trimmed(bytes, colon + 1..<line.upperBound))
        }
        return nil
    }

    /// The text of a value; where it goes over several lines, their ends are blanks.
    static func text(_ bytes: Span<UInt8>, _ value: Range<Int>) -> String {
        let text = bytes.text(value)
        guard bytes.firstIndex(of: 0x0A, in: value) != nil else { return text }
        return String(text.map { $0.isNewline ? " " : $0 })
    }

    private mutating func note(_ weird: Weird) {
        if !weirds.contains(weird) { weirds.append(weird) }
    }
}
