/// A stretch of text that seems to be an encoded form of other text.
struct EncodedRegion: Hashable {
    /// How it is written.
    enum Form: Hashable {
        case base64
        case hex
        case percent
        case escapes
        /// Every second byte is zero, the first one if asked for.
        case wide(zeroFirst: Bool)
    }

    let form: Form
    let range: Range<Int>

    /// The name of the encoding.
    var encoding: ContentEncoding {
        switch form {
        case .base64: .base64
        case .hex: .hex
        case .percent: .percent
        case .escapes: .escapes
        case .wide(let zeroFirst): zeroFirst ? .utf16BigEndian : .utf16LittleEndian
        }
    }

    /// Hands on each decoded byte, and the encoded bytes that it is made of, until there is no more or enough.
    @inline(__always)
    func decode(_ bytes: Span<UInt8>, _ body: (_ byte: UInt8, _ start: Int, _ end: Int) -> Bool) {
        switch form {
        case .base64: decodeBase64(bytes, body)
        case .hex: decodeHex(bytes, body)
        case .percent: decodePercent(bytes, body)
        case .escapes: decodeEscapes(bytes, body)
        case .wide(let zeroFirst): decodeWide(bytes, zeroFirst: zeroFirst, body)
        }
    }

    /// Where some of the decoded bytes stand encoded.
    func source(of decoded: Range<Int>, in bytes: Span<UInt8>) -> Range<Int> {
        var (count, lower, upper) = (0, range.upperBound, range.upperBound)
        decode(bytes) { _, start, end in
            if count == decoded.lowerBound { lower = start }
            upper = end
            count += 1
            return count < decoded.upperBound
        }
        return min(lower, upper)..<upper
    }

    /// The first four bytes of its decoded form, as many as there are.
    func beginning(in bytes: Span<UInt8>) -> [UInt8] {
        var first: [UInt8] = []
        decode(bytes) { byte, _, _ in
            first.append(byte)
            return first.count < 4
        }
        return first
    }

    /// Whether most of the beginning of its decoded form are characters of a text, of either width.
    func seemsText(in bytes: Span<UInt8>) -> Bool { plainness(in: bytes) >= 70 }

    /// How much of the beginning of its decoded form are characters of a text, of either width, in percent.
    func plainness(in bytes: Span<UInt8>) -> Int {
        var (count, plain) = (0, 0)
        decode(bytes) { byte, _, _ in
            count += 1
            if byte >= 0x20 && byte < 0x7F || byte == 0 || byte == 0x0A || byte == 0x0D || byte == 0x09 { plain += 1 }
            return count < 48
        }
        return count > 0 ? 100 * plain / count : 0
    }
}
