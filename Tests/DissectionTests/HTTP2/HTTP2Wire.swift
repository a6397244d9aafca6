import Dissection

/// Frames of HTTP/2 and header blocks built byte by byte, without compression unless a test asks for it.
enum HTTP2Wire {
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    static func frame(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        [UInt8(payload.count >> 16 & 0xFF)] + Packets.u16(payload.count & 0xFFFF) + [type, flags] + Packets.u32(stream)
            + payload
    }

    static func data(_ stream: UInt32, _ bytes: [UInt8], ends: Bool = false, padding: Int? = nil) -> [UInt8] {
        let payload = (padding.map { [UInt8($0)] } ?? []) + bytes + [UInt8](repeating: 0, count: padding ?? 0)
        return frame(0, flags: (ends ? 1 : 0) | (padding == nil ? 0 : 8), stream: stream, payload)
    }

    static func data(_ stream: UInt32, _ text: String, ends: Bool = false) -> [UInt8] {
        data(stream, Array(text.utf8), ends: ends)
    }

    static func headers(_ stream: UInt32, _ fields: [(String, String)], ends: Bool = false) -> [UInt8] {
        frame(1, flags: 4 | (ends ? 1 : 0), stream: stream, block(fields))
    }

    /// A header block in which every field is a literal that enters the table (RFC 7541, section 6.2.1).
    static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { [0x40] + text($0.0) + text($0.1) }
    }

    static func settings(_ entries: [(Int, UInt32)] = [], acknowledges: Bool = false) -> [UInt8] {
        frame(4, flags: acknowledges ? 1 : 0, entries.flatMap { Packets.u16($0.0) + Packets.u32($0.1) })
    }

    static func reset(_ stream: UInt32) -> [UInt8] { frame(3, stream: stream, Packets.u32(8)) }

    /// Both sides' first frames, and the request that most tests need.
    static let clientStart = preface + settings([(4, 65_535)])
    static let serverStart = settings([(3, 100)]) + settings(acknowledges: true)

    static func request(_ method: String, _ path: String, _ more: [(String, String)] = []) -> [(String, String)] {
        [(":method", method), (":scheme", "http"), (":authority", "models.example:8080"), (":path", path)] + more
    }

    /// A string without Huffman coding (RFC 7541, section 5.2).
    private static func text(_ text: String) -> [UInt8] { integer(text.utf8.count, bits: 7) + Array(text.utf8) }

    static func integer(_ value: Int, bits: Int, flags: UInt8 = 0) -> [UInt8] {
        let most = 1 << bits - 1
        guard value >= most else { return [flags | UInt8(value)] }
        var (rest, bytes) = (value - most, [flags | UInt8(most)])
        while rest >= 128 {
            bytes.append(UInt8(rest & 0x7F | 0x80))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// A message of gRPC.
    static func message(_ bytes: [UInt8], flags: UInt8 = 0) -> [UInt8] {
        [flags] + Packets.u32(UInt32(bytes.count)) + bytes
    }

    /// A field of Protocol Buffers that holds bytes.
    static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
        integer(number << 3 | 2, bits: 7).count == 1
            ? [UInt8(number << 3 | 2)] + varint(bytes.count) + bytes
            : varint(number << 3 | 2) + varint(bytes.count) + bytes
    }

    static func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

    static func varint(_ value: Int) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest >= 128 {
            bytes.append(UInt8(rest & 0x7F | 0x80))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

extension Bench {
    /// The bodies of the requests.
    var questions: [String] {
        exchanges.map { String(decoding: $0.request.content.bytes, as: UTF8.self) }
    }
}
