/// The answer to one request, as far as it was taken in.
///
/// Layout: RFC 9112. Only what tells one server from another is read; whatever breaks the rules makes no reply.
struct HTTPReply: Equatable, Sendable {
    /// The status code, 100 to 599.
    let status: Int
    /// The fields in their order, names in lower case.
    let fields: [HTTPField]
    /// The content, with chunks put together.
    let body: [UInt8]
    /// Whether the content is all there.
    let isComplete: Bool

    /// The longest head that is taken in, in bytes.
    static let headLimit = 16 << 10
    /// The most fields that a head may have.
    static let fieldLimit = 100

    /// The first value of a field.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
}

/// One field of a head.
struct HTTPField: Equatable, Sendable {
    /// The name, in lower case.
    let name: String
    let value: String
}

/// How far the bytes that came so far lead.
enum HTTPReplyReading: Equatable, Sendable {
    /// Nothing can be said before more comes.
    case needsMore
    /// The bytes are no reply.
    case malformed
    /// The head is there; the reply may lack content.
    case reply(HTTPReply)

    /// Reads a reply from its beginning.
    ///
    /// - Parameters:
    ///   - bytes: what came so far.
    ///   - isAtEnd: whether nothing more will come, since the other side closed.
    init(parsing bytes: [UInt8], isAtEnd: Bool) {
        var rest = bytes[...]
        while true {
            guard let head = HTTPHead(parsing: &rest) else {
                let mayGrow = !isAtEnd && rest.count < HTTPReply.headLimit && HTTPHead.mayBegin(with: rest)
                self = mayGrow ? .needsMore : .malformed
                return
            }
            guard let status = head.status, let fields = head.fields else {
                self = .malformed
                return
            }
            // Interim replies stand before the real one (RFC 9110, section 15.2).
            if (100..<200).contains(status), status != 101 { continue }
            self = Self.reply(status, fields, rest, isAtEnd: isAtEnd)
            return
        }
    }

    private static func reply(
        _ status: Int, _ fields: [HTTPField], _ rest: ArraySlice<UInt8>, isAtEnd: Bool
    ) -> HTTPReplyReading {
        func made(_ body: [UInt8], _ isComplete: Bool) -> HTTPReplyReading {
            .reply(HTTPReply(status: status, fields: fields, body: body, isComplete: isComplete))
        }
        if status == 101 || status == 204 || status == 304 { return made([], true) }
        let codings = fields.filter { $0.name == "transfer-encoding" }
        if !codings.isEmpty {
            guard codings.count == 1, codings[0].value.lowercased() == "chunked" else { return .malformed }
            guard let chunks = HTTPChunks(parsing: rest) else { return .malformed }
            return made(chunks.body, chunks.isComplete)
        }
        let lengths = Set(fields.filter { $0.name == "content-length" }.map(\.value))
        guard let length = lengths.first else { return made(Array(rest), isAtEnd) }
        guard lengths.count == 1, let number = length.utf8.decimal else { return .malformed }
        let count = Int(clamping: number)
        return made(Array(rest.prefix(count)), rest.count >= count)
    }
}

/// The status line and the fields behind it.
private struct HTTPHead {
    /// The status; nothing when the status line is none.
    let status: Int?
    /// The fields; nothing when one of them is none.
    let fields: [HTTPField]?

    /// Takes a head off the front; nothing when its end is not there.
    init?(parsing bytes: inout ArraySlice<UInt8>) {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        while true {
            let limit = min(bytes.endIndex, bytes.startIndex + HTTPReply.headLimit)
            guard let end = bytes[start..<limit].firstIndex(of: 0x0A) else { return nil }
            let line = bytes[start..<end]
            start = end + 1
            let bare = line.last == 0x0D ? line.dropLast() : line
            if bare.isEmpty, !lines.isEmpty { break }
            lines.append(bare)
        }
        bytes = bytes[start...]
        status = Self.status(in: lines[0])
        fields = Self.fields(in: lines.dropFirst())
    }

    /// Whether a status line may grow out of these bytes.
    static func mayBegin(with bytes: ArraySlice<UInt8>) -> Bool {
        zip(bytes, "HTTP/1.".utf8).allSatisfy { $0 == $1 }
    }

    private static func status(in line: ArraySlice<UInt8>) -> Int? {
        guard line.starts(with: "HTTP/1."), line.count >= 12 else { return nil }
        let bytes = Array(line)
        guard bytes[7] == 0x30 || bytes[7] == 0x31, bytes[8] == 0x20, bytes.count == 12 || bytes[12] == 0x20,
            let status = bytes[9..<12].decimal, (100...599).contains(status)
        else { return nil }
        return Int(status)
    }

    private static func fields(in lines: ArraySlice<ArraySlice<UInt8>>) -> [HTTPField]? {
        guard lines.count <= HTTPReply.fieldLimit else { return nil }
        var fields: [HTTPField] = []
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return nil }
            let name = line[..<colon]
            guard name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
            let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
            var value = line[(colon + 1)...].drop(while: isBlank)
            while let last = value.last, isBlank(last) { value.removeLast() }
            fields.append(HTTPField(name: name.text.lowercased(), value: value.text))
        }
        return fields
    }
}

/// Content in chunks (RFC 9112, section 7.1).
private struct HTTPChunks {
    private(set) var body: [UInt8] = []
    /// Whether the last chunk was there.
    private(set) var isComplete = false

    /// Puts together what is there; nothing when a size is none.
    init?(parsing bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while let end = rest.firstIndex(of: 0x0A) {
            var line = rest[..<end]
            if line.last == 0x0D { line.removeLast() }
            let digits = line.prefix { $0 != UInt8(ascii: ";") }
            guard let number = (digits.words.first ?? []).hexadecimal else { return nil }
            rest = rest[(end + 1)...]
            if number == 0 {
                isComplete = true
                return
            }
            let size = Int(clamping: number)
            body += rest.prefix(size)
            guard rest.count > size else { return }
            rest = rest.dropFirst(size)
            if rest.first == 0x0D { rest.removeFirst() }
            guard let byte = rest.first else { return }
            guard byte == 0x0A else { return nil }
            rest.removeFirst()
        }
        // A size has at most sixteen digits and what extensions add; nobody needs to wait for the end of a longer line.
        guard rest.count <= 4096 else { return nil }
    }
}
