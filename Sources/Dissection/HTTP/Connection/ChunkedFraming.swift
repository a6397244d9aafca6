/// Tells the data of a chunked body from its framing (RFC 9112, section 7.1).
struct ChunkedFraming {
    /// What a step came upon.
    enum Step: Equatable {
        case data(Range<Int>)
        case framing
        case end
        case malformed
    }

    private enum State: Equatable {
        case size(UInt64?)
        case sizeExtension(UInt64)
        case data(remaining: UInt64)
        case dataEnd
        case trailer(isLineEmpty: Bool)
    }

    /// The bytes that a chunk's extensions, or all trailer fields, may have.
    private static let lineLimit = 8_192

    private var state = State.size(nil)
    private var lineByteCount = 0

    /// Takes one step, which moves the offset on; to be called while bytes are left.
    mutating func next(_ bytes: Span<UInt8>, _ offset: inout Int) -> Step {
        if case .data(let remaining) = state {
            let length = Int(min(remaining, UInt64(bytes.count - offset)))
            state = remaining == UInt64(length) ? .dataEnd : .data(remaining: remaining - UInt64(length))
            lineByteCount = 0
            defer { offset += length }
            return .data(offset..<offset + length)
        }
        let byte = bytes[offset]
        offset += 1
        lineByteCount += 1
        guard lineByteCount <= Self.lineLimit else { return .malformed }
        switch state {
        case .size(let size): return readSize(size, byte)
        case .sizeExtension(let size):
            if byte == 0x0A { beginData(size) }
        case .dataEnd:
            guard byte == 0x0D || byte == 0x0A else { return .malformed }
            if byte == 0x0A { state = .size(nil) }
        case .trailer(let isLineEmpty):
            if byte == 0x0A, isLineEmpty { return .end }
            if byte != 0x0D { state = .trailer(isLineEmpty: byte == 0x0A) }
        case .data: break
        }
        return .framing
    }

    /// Steps over missing bytes; tells whether all of them belong to one chunk's data.
    mutating func skip(_ count: Int) -> Bool {
        guard case .data(let remaining) = state, remaining >= UInt64(count) else { return false }
        state = remaining == UInt64(count) ? .dataEnd : .data(remaining: remaining - UInt64(count))
        return true
    }

    private mutating func readSize(_ size: UInt64?, _ byte: UInt8) -> Step {
        if let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 {
            // A size of more than 60 bits is nothing that anyone sends.
            guard (size ?? 0) >> 56 == 0 else { return .malformed }
            state = .size((size ?? 0) << 4 | UInt64(digit))
            return .framing
        }
        guard let size else { return .malformed }
        switch byte {
        case 0x0A: beginData(size)
        case 0x0D, 0x20, 0x09, 0x3B: state = .sizeExtension(size)
        default: return .malformed
        }
        return .framing
    }

    private mutating func beginData(_ size: UInt64) {
        state = size == 0 ? .trailer(isLineEmpty: true) : .data(remaining: size)
        lineByteCount = 0
    }
}
