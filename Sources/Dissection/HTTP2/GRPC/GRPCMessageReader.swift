/// Reads the messages in one direction of a call and takes their text out (gRPC over HTTP/2, "Length-Prefixed-Message").
///
/// Of each message the beginning is kept until the message is whole, and the text of all strings in it is handed out.
final class GRPCMessageReader {
    private static let prefixCount = 5

    private let form: GRPCForm
    private let coding: String?
    private let limit: Int
    private var prefix: [UInt8] = []
    private var message: [UInt8] = []
    private var remaining = 0
    private var isLost = false

    /// What was read so far.
    private(set) var messages = RPCMessages()
    /// Whether a message could not be read whole.
    private(set) var isTruncated = false
    /// The fields in the last message of an answer in gRPC-Web.
    private(set) var trailers: [(name: String, value: String)] = []

    /// Begins at a body's first byte.
    ///
    /// - Parameters:
    ///   - form: how messages are written.
    ///   - coding: the name of the coding of those that are marked as compressed.
    ///   - limit: how many bytes of a message are read.
    init(_ form: GRPCForm, coding: String?, limit: Int) {
        self.form = form
        self.coding = coding
        self.limit = limit
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { message.count + prefix.count }

    /// Reads the next piece and hands out the text of the messages that end in it.
    ///
    /// - Returns: what is odd about it.
    func read(_ bytes: Span<UInt8>, _ take: (Span<UInt8>) -> Void) -> Weird? {
        var weird: Weird?
        var offset = 0
        while !isLost, offset < bytes.count {
            if prefix.count < Self.prefixCount {
                prefix.append(bytes[offset])
                offset += 1
                guard prefix.count == Self.prefixCount else { continue }
                remaining = Int(prefix.span.uint32(at: 1))
            }
            let count = min(remaining, bytes.count - offset)
            let room = min(count, limit - message.count)
            if room > 0 { message.append(bytes.extracting(offset..<offset + room)) }
            if room < count { isTruncated = true }
            offset += count
            remaining -= count
            messages.byteCount += Int64(count)
            if remaining == 0 { weird = end(isWhole: true, take) ?? weird }
        }
        return weird
    }

    /// Ends the body; of a message that is not whole, the text of its beginning is handed out.
    func finish(_ take: (Span<UInt8>) -> Void) {
        guard !prefix.isEmpty, !isLost else { return }
        isTruncated = true
        _ = end(isWhole: false, take)
    }

    /// Notes that bytes are missing; where the next message begins is not known.
    func lose() {
        isLost = true
        isTruncated = true
        (message, prefix) = ([], [])
    }

    private func end(isWhole: Bool, _ take: (Span<UInt8>) -> Void) -> Weird? {
        let flags = prefix[0]
        let (content, count) = (message, Int64(message.count))
        prefix.removeAll(keepingCapacity: true)
        message = []
        if flags & 0x80 != 0 {
            if isWhole { readTrailers(content) }
            messages.byteCount -= count
            return nil
        }
        if isWhole { messages.count += 1 }
        guard flags & 0x01 != 0 else {
            tell(content, isWhole: isWhole, take)
            return nil
        }
        guard let coding, let codings = ContentCoding.list([coding]) else {
            isTruncated = isTruncated || !content.isEmpty
            return nil
        }
        return decode(content, codings, isWhole: isWhole, take)
    }

    private func decode(
        _ content: [UInt8], _ codings: [ContentCoding], isWhole: Bool, _ take: (Span<UInt8>) -> Void
    ) -> Weird? {
        var decoderLimits = ContentDecoder.Limits()
        decoderLimits.decodedBytes = Int64(limit) + 65_536
        let decoder = ContentDecoder(codings, limits: decoderLimits)
        var decoded: [UInt8] = []
        decoder.decode(content.span) { piece in
            let room = min(piece.count, limit - decoded.count)
            if room > 0 { decoded.append(piece.extracting(0..<room)) }
        }
        if decoder.problem != nil || decoder.decodedByteCount > Int64(decoded.count) { isTruncated = true }
        tell(decoded, isWhole: isWhole && !isTruncated, take)
        return switch decoder.problem {
        case .invalid: .undecodableGRPCMessage
        case .bomb: .decompressionBomb
        case .tooLarge, nil: nil
        }
    }

    private func tell(_ content: [UInt8], isWhole: Bool, _ take: (Span<UInt8>) -> Void) {
        guard form == .binary else {
            var line = content
            line.append(0x0A)
            return take(line.span)
        }
        var text = ProtobufText(limit: limit)
        text.read(content.span, isWhole: isWhole && content.count < limit)
        if !text.lines.isEmpty { take(text.lines.span) }
    }

    /// Field lines as in HTTP/1 (gRPC-Web, "Message framing").
    private func readTrailers(_ content: [UInt8]) {
        var lines = HTTPFieldLines(at: 0)
        while trailers.count < 16, let (name, value) = lines.next(content.span) {
            trailers.append((name, content.span.text(value)))
        }
    }
}
