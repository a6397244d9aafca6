/// The tokens of JSON texts (RFC 8259), pulled out of a stream one by one.
///
/// Never more in memory than a chunk and a piece of one string. Comments and what programs write beyond the standard (NaN,
/// control characters in strings) are let through.
struct JSONTokens {
    enum Token: Equatable {
        case objectBegin, objectEnd, arrayBegin, arrayEnd, colon, comma
        /// A string, or its last piece; the text is in ``JSONTokens/text``.
        case string
        /// A piece of a string that goes on; the next token continues it.
        case stringPiece
        /// A string that the end of its line cut off, or a word that is none of JSON's.
        case brokenString
        /// A string that the end of the file cut off.
        case cutString
        case boolean(Bool)
        case other
        case comment
        /// Something that is no JSON; the stream stands before it.
        case garbage
        case end
    }

    /// The text of the last string or comment.
    private(set) var text: [UInt8] = []
    /// The number of the line that is read, from one.
    private(set) var lineNumber = 1
    /// Whether a string held control characters, which the standard forbids.
    var sawControlCharacter = false

    /// Whether the stream has ended.
    private(set) var isAtEnd = false

    /// What the system failed with, where it did.
    var failure: InputError? { chunks.failure }

    private var chunks: TextChunks
    private let pieceByteCount: Int
    private var chunk: [UInt8] = []
    private var position = 0
    private var isInString = false
    private var carried: [UInt8] = []

    init(_ bytes: ByteSource, pieceByteCount: Int) {
        chunks = TextChunks(bytes)
        self.pieceByteCount = max(64, pieceByteCount)
    }

    /// The next token.
    mutating func next() -> Token {
        if isInString { return string() }
        skipBlanks()
        guard let byte = peek() else { return .end }
        switch byte {
        case UInt8(ascii: "{"): return take(.objectBegin)
        case UInt8(ascii: "}"): return take(.objectEnd)
        case UInt8(ascii: "["): return take(.arrayBegin)
        case UInt8(ascii: "]"): return take(.arrayEnd)
        case UInt8(ascii: ":"): return take(.colon)
        case UInt8(ascii: ","): return take(.comma)
        case UInt8(ascii: "\""):
            position += 1
            isInString = true
            carried = []
            return string()
        case UInt8(ascii: "/"): return comment()
        default: return word(byte)
        }
    }

    /// What is left of the line, or a piece of it, and whether the line ends with it.
    mutating func restOfLine() -> (text: [UInt8], isEnd: Bool) {
        var rest: [UInt8] = []
        isInString = false
        while let byte = peek() {
            position += 1
            if byte == 0x0A {
                lineNumber += 1
                return (TextEncoding.repaired(rest), true)
            }
            rest.append(byte)
            if rest.count >= pieceByteCount {
                let unfinished = TextEncoding.unfinishedByteCount(rest.span)
                if unfinished > 0, position >= unfinished {
                    rest.removeLast(unfinished)
                    position -= unfinished
                }
                return (TextEncoding.repaired(rest), false)
            }
        }
        return (TextEncoding.repaired(rest), true)
    }

    private mutating func take(_ token: Token) -> Token {
        position += 1
        return token
    }

    private mutating func peek() -> UInt8? {
        if position == chunk.count {
            chunk = chunks.next()
            position = 0
            if chunk.isEmpty {
                isAtEnd = true
                return nil
            }
        }
        return chunk[position]
    }

    private mutating func skipBlanks() {
        while let byte = peek() {
            switch byte {
            case 0x0A: lineNumber += 1
            // A record separator stands before each text of RFC 7464.
            case 0x20, 0x09, 0x0D, 0x1E: break
            default: return
            }
            position += 1
        }
    }

    private mutating func word(_ first: UInt8) -> Token {
        guard first == UInt8(ascii: "-") || Self.isWordByte(first) else { return .garbage }
        text.removeAll(keepingCapacity: true)
        while let byte = peek(), Self.isWordByte(byte), text.count < 400 {
            text.append(byte)
            position += 1
        }
        if text.elementsEqual("true".utf8) { return .boolean(true) }
        if text.elementsEqual("false".utf8) { return .boolean(false) }
        let isNumber = (0x30...0x39).contains(text[text[0] == UInt8(ascii: "-") && text.count > 1 ? 1 : 0])
        let words = ["null", "NaN", "Infinity", "-Infinity", "undefined"]
        if isNumber || words.contains(where: { text.elementsEqual($0.utf8) }) { return .other }
        isInString = false
        return .brokenString
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// A comment of JSON with comments, to the end of the line or to its end mark.
    private mutating func comment() -> Token {
        text.removeAll(keepingCapacity: true)
        text.append(UInt8(ascii: "/"))
        position += 1
        guard let second = peek(), second == UInt8(ascii: "/") || second == UInt8(ascii: "*") else {
            return .brokenString
        }
        let isBlock = second == UInt8(ascii: "*")
        while let byte = peek(), text.count < pieceByteCount {
            if byte == 0x0A {
                if !isBlock { break }
                lineNumber += 1
            }
            text.append(byte)
            position += 1
            if isBlock, text.count > 3, byte == UInt8(ascii: "/"), text[text.count - 2] == UInt8(ascii: "*") { break }
        }
        return .comment
    }

    private mutating func string() -> Token {
        text = carried
        carried = []
        while true {
            if position == chunk.count, peek() == nil { return finish(.cutString) }
            copyPlain()
            if text.count >= pieceByteCount {
                let unfinished = TextEncoding.unfinishedByteCount(text.span)
                carried = Array(text.suffix(unfinished))
                text.removeLast(unfinished)
                return .stringPiece
            }
            guard position < chunk.count else { continue }
            switch chunk[position] {
            case UInt8(ascii: "\""):
                position += 1
                return finish(.string)
            case UInt8(ascii: "\\"):
                position += 1
                guard escape() else { return finish(isAtEnd ? .cutString : .brokenString) }
            case 0x0A: return finish(.brokenString)
            default:
                sawControlCharacter = true
                text.append(chunk[position])
                position += 1
            }
        }
    }

    private mutating func finish(_ token: Token) -> Token {
        isInString = false
        return token
    }

    /// Copies up to the next byte that means something.
    private mutating func copyPlain() {
        let limit = min(chunk.count, position + max(0, pieceByteCount - text.count))
        let end = Self.plainEnd(chunk.span, from: position, limit: limit)
        text.append(contentsOf: chunk[position..<end])
        position = end
    }

    private static func plainEnd(_ bytes: Span<UInt8>, from start: Int, limit: Int) -> Int {
        var end = start
        while end < limit {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            end += 1
        }
        return end
    }

    /// Takes what follows a backslash; no where it is no escape.
    private mutating func escape() -> Bool {
        guard let mark = peek() else { return false }
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(mark)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            return unicodeEscape()
        default: return false
        }
        position += 1
        return true
    }

    /// One or two escaped code units; a lone surrogate becomes U+FFFD.
    private mutating func unicodeEscape() -> Bool {
        guard var unit = codeUnit() else { return false }
        while (0xD800..<0xDC00).contains(unit) {
            guard peek() == UInt8(ascii: "\\") else { break }
            position += 1
            guard peek() == UInt8(ascii: "u") else {
                append("\u{FFFD}")
                return escape()
            }
            position += 1
            guard let low = codeUnit() else { return false }
            if (0xDC00..<0xE000).contains(low) {
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            } else {
                append("\u{FFFD}")
                unit = low
            }
        }
        append(Unicode.Scalar(unit) ?? "\u{FFFD}")
        return true
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        text.append(contentsOf: Array(String(scalar).utf8))
    }

    private mutating func codeUnit() -> UInt32? {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek() else { return nil }
            switch byte {
            case 0x30...0x39: unit = unit << 4 | UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: unit = unit << 4 | UInt32((byte | 0x20) - 0x61 + 10)
            default: return nil
            }
            position += 1
        }
        return unit
    }
}
