/// Finds the end of a head among bytes that arrive in pieces.
///
/// A head that lies whole in a piece is not copied. Empty lines before it are passed over (RFC 9112, section 2.2).
struct HTTP1HeadCollector {
    /// Whose heads they are.
    enum Kind {
        case request
        case response
    }

    /// What a step came upon.
    enum Step {
        /// A head lies in the piece.
        case head(Range<Int>)
        /// A head that began in an earlier piece has become whole; it is in ``held`` until ``letGo()``.
        case held
        /// The piece holds no whole head.
        case more
        /// What begins here is no head.
        case foreign
        /// The head is longer than the limit.
        case tooLong
    }

    private let kind: Kind
    private let limit: Int
    private var lineByteCount = 0
    private var isFirstLineWhole = false

    /// The head that began in an earlier piece, as far as it has come.
    private(set) var held: [UInt8] = []

    init(_ kind: Kind, limit: Int) {
        self.kind = kind
        self.limit = limit
    }

    /// Takes one step, which moves the offset behind the head.
    mutating func next(_ bytes: Span<UInt8>, _ offset: inout Int) -> Step {
        if held.isEmpty { passEmptyLines(bytes, &offset) }
        let start = offset
        var lineStart = offset
        while let end = bytes.firstIndex(of: 0x0A, in: lineStart..<bytes.count) {
            let count = lineByteCount + end - lineStart
            let last = end > lineStart ? bytes[end - 1] : held.last
            lineByteCount = 0
            lineStart = end + 1
            offset = lineStart
            if count == 0 || count == 1 && last == 0x0D { return whole(bytes, start..<lineStart) }
            guard !isFirstLineWhole else { continue }
            isFirstLineWhole = true
            switch firstLine(bytes, start..<lineStart) {
            case .foreign: return .foreign
            case .simple: return whole(bytes, start..<lineStart)
            case .versioned: break
            }
        }
        lineByteCount += bytes.count - lineStart
        offset = bytes.count
        held.append(bytes.extracting(start..<bytes.count))
        guard held.count <= limit else { return .tooLong }
        return isFirstLineWhole || mayBegin(held.span) ? .more : .foreign
    }

    /// Forgets what was held.
    mutating func letGo() {
        held = []
        lineByteCount = 0
        isFirstLineWhole = false
    }

    private func passEmptyLines(_ bytes: Span<UInt8>, _ offset: inout Int) {
        while offset < bytes.count, bytes[offset] == 0x0D || bytes[offset] == 0x0A { offset += 1 }
    }

    private mutating func whole(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Step {
        guard held.count + range.count <= limit else { return .tooLong }
        guard !held.isEmpty else {
            isFirstLineWhole = false
            return .head(range)
        }
        held.append(bytes.extracting(range))
        return .held
    }

    private enum FirstLine {
        case versioned
        /// A request line of HTTP/0.9 that is a whole request.
        case simple
        case foreign
    }

    private func firstLine(_ bytes: Span<UInt8>, _ range: Range<Int>) -> FirstLine {
        guard held.isEmpty else {
            var joined = held
            joined.append(bytes.extracting(range))
            return firstLine(joined.span, isLast: range.upperBound == bytes.count)
        }
        return firstLine(bytes.extracting(range), isLast: range.upperBound == bytes.count)
    }

    private func firstLine(_ bytes: Span<UInt8>, isLast: Bool) -> FirstLine {
        switch kind {
        case .response: return HTTPSyntax.beginsStatusLine(bytes) ? .versioned : .foreign
        case .request:
            var offset = 0
            guard let line = HTTPRequestLine(bytes, HTTPSyntax.nextLine(bytes, &offset)) else { return .foreign }
            return line.version.isEmpty && isLast ? .simple : .versioned
        }
    }

    /// Whether a first line may still become one of a head.
    private func mayBegin(_ bytes: Span<UInt8>) -> Bool {
        switch kind {
        case .response:
            return HTTPSyntax.beginsStatusLine(bytes)
        case .request:
            var index = 0
            while index < bytes.count, HTTPSyntax.isTokenByte(bytes[index]) { index += 1 }
            guard index <= HTTPSyntax.longestMethod else { return false }
            return index == bytes.count || index > 0 && bytes[index] == 0x20
        }
    }
}
