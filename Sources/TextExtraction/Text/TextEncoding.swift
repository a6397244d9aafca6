/// How a file's characters are stored.
///
/// A byte order mark decides (The Unicode Standard, section 23.8); without one UTF-16 shows in that nearly every second
/// byte of it is zero, as long as it holds a language written in ASCII. Everything else is taken for UTF-8, and lines that
/// are none for Latin-1.
enum TextEncoding: Equatable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian

    /// Tells the encoding of a text by its first bytes.
    init(beginning bytes: Span<UInt8>) {
        let first = bytes.count > 0 ? bytes[0] : 0
        let second = bytes.count > 1 ? bytes[1] : 0
        switch (first, second) {
        case (0xFF, 0xFE): self = .utf16LittleEndian
        case (0xFE, 0xFF): self = .utf16BigEndian
        default: self = Self.withoutMark(bytes)
        }
    }

    /// Whether it is one whose text has zero bytes.
    var isWide: Bool { self != .utf8 }

    /// How many bytes the mark at the beginning takes.
    func markByteCount(_ bytes: Span<UInt8>) -> Int {
        guard bytes.count >= 2 else { return 0 }
        if isWide { return bytes[0] >= 0xFE && bytes[1] >= 0xFE ? 2 : 0 }
        return bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    }

    private static func withoutMark(_ bytes: Span<UInt8>) -> TextEncoding {
        let units = bytes.count / 2
        guard units >= 8 else { return .utf8 }
        var littleCount = 0
        var bigCount = 0
        for unit in 0..<units {
            let (low, high) = (bytes[2 * unit], bytes[2 * unit + 1])
            if high == 0, isPlain(low) { littleCount += 1 }
            if low == 0, isPlain(high) { bigCount += 1 }
        }
        if littleCount >= units - units / 10 { return .utf16LittleEndian }
        return bigCount >= units - units / 10 ? .utf16BigEndian : .utf8
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) || (0x09...0x0D).contains(byte)
    }

    /// Whether bytes are UTF-8 throughout.
    static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes)
            return true
        } catch {
            return false
        }
    }

    /// The bytes as UTF-8: as they are where they are that, with U+FFFD for what is broken where other characters beyond
    /// ASCII are whole, and otherwise read as Latin-1.
    static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        guard !isUTF8(bytes.span) else { return bytes }
        let decoded = String(decoding: bytes, as: UTF8.self)
        let isMixed = decoded.unicodeScalars.contains { $0.value > 0x7F && $0 != "\u{FFFD}" }
        return isMixed ? Array(decoded.utf8) : latin1(bytes)
    }

    /// Characters of one byte each, in UTF-8.
    static func latin1(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
            } else {
                text.append(0xC0 | byte >> 6)
                text.append(0x80 | byte & 0x3F)
            }
        }
        return text
    }

    /// UTF-16 in UTF-8, with U+FFFD for lone surrogates; an odd last byte is left out.
    static func utf8(fromUTF16 bytes: some Collection<UInt8>, isBigEndian: Bool) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var pending: UInt8?
        for byte in bytes {
            guard let first = pending else {
                pending = byte
                continue
            }
            units.append(isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first))
            pending = nil
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// How many bytes at the end of a text begin a character of UTF-8 that is not whole.
    static func unfinishedByteCount(_ bytes: Span<UInt8>) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? back : 0
        }
        return 0
    }
}
