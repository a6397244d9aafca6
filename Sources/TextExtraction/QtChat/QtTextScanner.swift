/// The texts in a stream of Qt's `QDataStream`: a length of four bytes, highest first, then UTF-16 or bytes.
///
/// Found by their lengths and their characters, so that a version that is not known, or a binary part of unknown length
/// between them, hides nothing. Texts come in order.
struct QtTextScanner {
    /// A text with where its length stands, and where it ends.
    struct Found {
        let text: [UInt8]
        let offset: Int64
        let end: Int64
        /// Whether it was bytes in UTF-8, which is how files that were attached are kept.
        let isBytes: Bool
    }

    /// Shorter byte arrays of text are taken for numbers that look like some.
    private static let fewestBytes = 8

    private let source: ByteSource
    private let longest: Int
    private let chunkBytes: Int

    /// - Parameters:
    ///   - source: The file.
    ///   - longest: The most bytes of one text.
    ///   - chunkBytes: How many bytes are read at once.
    init(_ source: ByteSource, longest: Int, chunkBytes: Int = 4 << 20) {
        self.source = source
        self.longest = longest
        self.chunkBytes = chunkBytes
    }

    /// Calls with each text from an offset on, until told no.
    func forEach(from start: Int64, _ body: (Found) -> Bool) throws(ExtractionGap) {
        var (buffer, bufferStart, index) = ([UInt8](), start, 0)
        var isLast = false
        while !isLast {
            let next = try source.some(chunkBytes, at: bufferStart + Int64(buffer.count))
            isLast = next.isEmpty
            buffer += next
            while index + 4 <= buffer.count {
                var reader = ByteReader(buffer, index..<buffer.count)
                let length = Int(try reader.big(4))
                guard length >= 2, length <= longest else {
                    index += 1
                    continue
                }
                let content = index + 4
                let end = content + length
                if end > buffer.count, !isLast, looksLikeText(buffer, content) { break }
                guard end <= buffer.count, let (text, isBytes) = text(buffer, content..<end) else {
                    index += 1
                    continue
                }
                let place = bufferStart + Int64(index)
                index = end
                guard body(Found(text: text, offset: place, end: bufferStart + Int64(end), isBytes: isBytes)) else {
                    return
                }
            }
            let dropped = min(index, buffer.count)
            buffer.removeFirst(dropped)
            bufferStart += Int64(dropped)
            index = 0
        }
    }

    /// Whether a text that goes on behind the buffer may be one; no only where what is known of it rules it out.
    private func looksLikeText(_ buffer: [UInt8], _ start: Int) -> Bool {
        let known = start..<min(buffer.count, start + 64)
        if Self.beginsAsText(buffer, known) { return true }
        return stride(from: known.lowerBound, to: known.upperBound - 1, by: 2).allSatisfy {
            let unit = UInt16(buffer[$0]) << 8 | UInt16(buffer[$0 + 1])
            return 0xD800..<0xE000 ~= unit || Self.isCharacter(unit)
        }
    }

    private func text(_ bytes: [UInt8], _ range: Range<Int>) -> (text: [UInt8], isBytes: Bool)? {
        let isWide = range.count % 2 == 0 && Self.isPlausible(bytes, range)
        // Two letters of ASCII are a Chinese character in UTF-16, so what is mostly small letters is not taken for that.
        let small = range.count { bytes[$0] == 0x20 || (0x61...0x7A).contains(bytes[$0]) }
        guard !isWide || small * 2 > range.count else { return (StoredText.fromUTF16Big(bytes[range]), false) }
        guard range.count >= Self.fewestBytes, Self.beginsAsText(bytes, range) else { return nil }
        let slice = Array(bytes[range])
        return StoredText.isUTF8(slice) ? (slice, true) : nil
    }

    /// So that not each length of a binary part costs as many bytes.
    private static func beginsAsText(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        range.prefix(8).allSatisfy { bytes[$0] >= 0x20 || (0x09...0x0D).contains(bytes[$0]) }
    }

    /// Whether units are characters that texts have; short texts have to be ASCII.
    private static func isPlausible(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var expectsLow = false
        for index in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
            let unit = UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
            switch unit {
            case 0xD800..<0xDC00:
                if expectsLow { return false }
                expectsLow = true
                continue
            case 0xDC00..<0xE000: if !expectsLow { return false }
            case 0x80... where range.count < 8: return false
            default: if expectsLow || !isCharacter(unit) { return false }
            }
            expectsLow = false
        }
        return !expectsLow
    }

    /// Whether a unit that is no half of a character is one that texts have.
    private static func isCharacter(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x09...0x0D, 0x20..<0x7F, 0xA0..<0xD800, 0xF900..<0xFFF0, 0xFFFD: true
        default: false
        }
    }
}
