/// Keeps the beginning of one body, its codings undone.
struct HTTPBodyCollector {
    private let limit: Int
    /// The codings that are to be undone, nothing when one of them is not known.
    private let codings: [ContentCoding]?
    private var decoder: ContentDecoder?
    /// What cuts the body into messages and takes their text, where it is made of messages.
    private let messageReader: GRPCMessageReader?
    private var isUnreadable = false

    /// What was collected so far.
    private(set) var content = HTTPBody()

    /// Whether a limit was reached.
    private(set) var isCapped = false

    /// Begins at a body's first byte.
    ///
    /// - Parameters:
    ///   - codings: the names of the codings in the order in which they were applied.
    ///   - limit: the bytes that are kept.
    ///   - messageReader: takes the text of the messages in the body, which is then kept instead of the body.
    init(codings: [String] = [], limit: Int, messageReader: GRPCMessageReader? = nil) {
        self.messageReader = messageReader
        self.limit = limit
        self.codings = ContentCoding.list(codings)
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int {
        content.bytes.count + (decoder?.bufferedByteCount ?? 0) + (messageReader?.bufferedByteCount ?? 0)
    }

    /// The messages in the body, where it is made of messages.
    var messages: RPCMessages { messageReader?.messages ?? RPCMessages() }

    /// What the last message of an answer in gRPC-Web says.
    var messageTrailers: [(name: String, value: String)] { messageReader?.trailers ?? [] }

    /// Takes in the next bytes as they were sent, and hands on what they decode to.
    ///
    /// Bytes under a coding that is not known are kept as they are, and not handed on. So are those of a body that turns out
    /// not to be coded at all.
    ///
    /// - Returns: what is odd about them.
    mutating func add(_ bytes: Span<UInt8>, _ take: (Span<UInt8>) -> Void) -> Weird? {
        let isFirst = content.byteCount == 0
        content.byteCount += Int64(bytes.count)
        guard !isUnreadable else { return nil }
        if isFirst, let codings, !codings.isEmpty { decoder = ContentDecoder(codings) }
        guard let decoder else {
            let weird = keep(bytes)
            if codings != nil { take(bytes) }
            return weird
        }
        guard decoder.problem == nil else { return nil }
        var weird: Weird?
        decoder.decode(bytes) { piece in
            weird = keep(piece) ?? weird
            take(piece)
        }
        guard let problem = decoder.problem else { return weird }
        if problem == .invalid, content.decodedByteCount == 0, content.byteCount == bytes.count {
            self.decoder = nil
            _ = keep(bytes)
            take(bytes)
            return .undecodableContent
        }
        content.isTruncated = true
        switch problem {
        case .invalid: return .undecodableContent
        case .bomb: return .decompressionBomb
        case .tooLarge:
            isCapped = true
            return nil
        }
    }

    /// Notes that bytes are missing; what is coded cannot be read behind them.
    mutating func loseBytes() {
        content.isTruncated = true
        messageReader?.lose()
        guard codings?.isEmpty == false else { return }
        isUnreadable = true
        decoder = nil
    }

    /// Notes that the body ends before its end.
    mutating func cutOff() {
        content.isTruncated = true
    }

    /// Ends the body; hands out nothing more, but what was begun is kept.
    mutating func finish() {
        guard let messageReader else { return }
        messageReader.finish { append($0) }
        if messageReader.isTruncated { content.isTruncated = true }
    }

    private mutating func keep(_ bytes: Span<UInt8>) -> Weird? {
        content.decodedByteCount += Int64(bytes.count)
        guard let messageReader else {
            append(bytes)
            return nil
        }
        return messageReader.read(bytes) { append($0) }
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        let room = min(bytes.count, max(0, limit - content.bytes.count))
        if room > 0 { content.bytes.append(bytes.extracting(0..<room)) }
        guard room < bytes.count else { return }
        content.isTruncated = true
        isCapped = true
    }
}
