/// The text of an XML document, without its marks.
///
/// Made for office documents (ECMA-376, OpenDocument 1.3), where a sentence is cut into runs: what stands in one paragraph
/// comes in one piece. Lenient: what is no mark is text.
struct MarkupText {
    private static let markByteLimit = 1 << 20

    /// Whether a member of an archive is the text of an office document or of a book.
    static func isOffice(_ path: String) -> Bool {
        let lower = path.lowercased()
        if lower.hasSuffix(".xhtml") || lower.hasSuffix(".html") || lower.hasSuffix(".htm") { return true }
        guard lower.hasSuffix(".xml") else { return false }
        return ["word/", "xl/", "ppt/", "docprops/"].contains { lower.hasPrefix($0) }
            || ["content.xml", "meta.xml", "styles.xml"].contains(lower)
    }

    private static let paragraphNames: Set<String> = [
        "p", "h", "si", "is", "tr", "li", "div", "title", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "pre",
        "comment",
        "creator", "description", "subject", "keywords", "lastModifiedBy", "v", "f", "Description", "initial-creator",
    ]

    private let emit: (_ text: [UInt8], _ name: String) -> Void
    private let hasAttributes: Bool
    private let pieceByteCount: Int
    private var text: [UInt8] = []
    private var mark: [UInt8] = []
    private var isInMark = false

    /// - Parameters:
    ///   - pieceByteCount: How long a piece of text may be.
    ///   - hasAttributes: Whether the values of attributes are text too.
    ///   - emit: Takes each text, and the name of its attribute where it is the value of one.
    init(pieceByteCount: Int, hasAttributes: Bool, emit: @escaping (_ text: [UInt8], _ name: String) -> Void) {
        self.pieceByteCount = pieceByteCount
        self.hasAttributes = hasAttributes
        self.emit = emit
    }

    /// Takes more of the document.
    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes {
            if isInMark {
                addToMark(byte)
            } else if byte == UInt8(ascii: "<") {
                isInMark = true
                mark.removeAll(keepingCapacity: true)
            } else {
                text.append(byte)
                if text.count >= pieceByteCount { finish() }
            }
        }
    }

    /// Hands out the paragraph that is open.
    mutating func finish() {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        if text.contains(where: { !blanks.contains($0) }) {
            while let last = text.last, blanks.contains(last) { text.removeLast() }
            emit(TextEncoding.repaired(Self.unescaped(text.drop { blanks.contains($0) })), "")
        }
        text.removeAll(keepingCapacity: true)
    }

    private mutating func addToMark(_ byte: UInt8) {
        guard mark.count < Self.markByteLimit else {
            isInMark = false
            emit(TextEncoding.repaired(mark), "")
            return
        }
        guard byte == UInt8(ascii: ">"), isClosed else { return mark.append(byte) }
        isInMark = false
        take()
    }

    /// Whether the mark may end here: a remark and a piece of raw text end with their own signs.
    private var isClosed: Bool {
        if mark.starts(with: Array("!--".utf8)) { return mark.count >= 5 && mark.suffix(2).elementsEqual("--".utf8) }
        if mark.starts(with: Array("![CDATA[".utf8)) { return mark.suffix(2).elementsEqual("]]".utf8) }
        return true
    }

    private mutating func take() {
        if mark.starts(with: Array("![CDATA[".utf8)) {
            text.append(contentsOf: mark.dropFirst(8).dropLast(2))
        } else if mark.starts(with: Array("!--".utf8)) {
            emit(TextEncoding.repaired(Array(mark.dropFirst(3).dropLast(2))), "comment")
        } else {
            if hasAttributes { takeAttributes() }
            let isEnd = mark.first == UInt8(ascii: "/")
            let name = Self.localName(mark[(isEnd ? 1 : 0)...])
            if Self.paragraphNames.contains(name) || (hasAttributes && isEnd) {
                finish()
            } else if ["br", "tab", "s", "line-break", "cr"].contains(name) {
                text.append(name == "br" || name == "line-break" || name == "cr" ? 0x0A : 0x20)
            }
        }
    }

    private static func localName(_ mark: ArraySlice<UInt8>) -> String {
        let name = mark.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }.prefix(80)
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        return String(decoding: local, as: UTF8.self)
    }

    private func takeAttributes() {
        var rest = mark.drop { $0 > 0x20 }
        while let equals = rest.firstIndex(of: UInt8(ascii: "=")), equals + 1 < rest.endIndex {
            let quote = rest[equals + 1]
            guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
                let end = rest[(equals + 2)...].firstIndex(of: quote)
            else { return }
            let name = String(decoding: Setting.trimmed(rest[rest.startIndex..<equals]).suffix(80), as: UTF8.self)
            if !name.contains("xmlns") {
                emit(TextEncoding.repaired(Self.unescaped(rest[(equals + 2)..<end])), name)
            }
            rest = rest[(end + 1)...]
        }
    }

    /// Text with its entities undone (XML 1.0, section 4.6, and numbers).
    static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "&")) else { return Array(bytes) }
        var text: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "&"),
                let end = bytes[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let scalar = character(String(decoding: bytes[(index + 1)..<end], as: UTF8.self))
            {
                text.append(contentsOf: Array(String(scalar).utf8))
                index = end + 1
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return text
    }

    private static func character(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "lt": "<"
        case "gt": ">"
        case "amp": "&"
        case "quot": "\""
        case "apos": "'"
        case "nbsp": "\u{A0}"
        default:
            if name.hasPrefix("#x") || name.hasPrefix("#X") {
                UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
            } else if name.hasPrefix("#") {
                UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
            } else {
                nil
            }
        }
    }
}

extension Extraction {
    /// Hands out the paragraphs of an XML document.
    func readMarkup(_ file: FileInput) {
        var number = 0
        var markup = MarkupText(pieceByteCount: limits.unitBytes, hasAttributes: false) { text, name in
            number += 1
            self.emit(text, at: name.isEmpty ? "paragraph \(number)" : "\(name) at paragraph \(number)")
        }
        var chunks = TextChunks(file.bytes)
        while !isStopped {
            let chunk = chunks.next()
            if chunk.isEmpty { break }
            markup.add(chunk)
        }
        markup.finish()
        if let failure = chunks.failure { note(.unreadable(failure.number)) }
    }
}
