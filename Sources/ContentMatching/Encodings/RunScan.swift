/// Finds the runs of bytes that may be text in base 64, hexadecimal digits or UTF-16, sixteen bytes at a time.
///
/// A run of 23 digits of base 64 holds two neighbouring words of eight bytes that begin at multiples of eight and are
/// all digits; nothing shorter is looked at. A run of 15 bytes of UTF-16 holds one word in which every second byte is
/// zero.
enum RunScan {
    /// The shortest run in base 64 or hexadecimal digits, in bytes.
    static let shortest = 23
    /// The shortest run in UTF-16, in bytes.
    static let shortestWide = 16

    /// Hands on the offset of a byte inside every run of digits in a range that is long enough, and of some others.
    ///
    /// - Parameter body: Tells where to go on.
    @inline(__always)
    static func forEachDigitRun(in bytes: Span<UInt8>, _ range: Range<Int>, _ body: (_ inside: Int) -> Int) {
        var offset = range.lowerBound
        var wasFull = false
        while offset + 16 <= range.upperBound {
            let (first, second) = fullWords(in: bytes, at: offset)
            if first && (second || wasFull) {
                let next = body(offset)
                if next > offset + 16 {
                    offset = next
                    wasFull = false
                    continue
                }
            }
            wasFull = second
            offset += 16
        }
        // What is left is shorter than a block; a run that ends there may have begun before it.
        if wasFull, offset > range.lowerBound { _ = body(offset - 1) }
    }

    /// Whether the eight bytes at an offset, and the eight behind them, are all digits of base 64.
    @inline(__always)
    private static func fullWords(in bytes: Span<UInt8>, at offset: Int) -> (Bool, Bool) {
        let block = bytes.block(at: offset)
        let letters = (block | SIMD16(repeating: 0x20)) &- SIMD16(repeating: UInt8(ascii: "a"))
        // The slash stands before the digits.
        let digits = block &- SIMD16(repeating: UInt8(ascii: "/"))
        let isDigit =
            (letters .< SIMD16(repeating: 26)) .| (digits .< SIMD16(repeating: 11))
            .| (block .== SIMD16(repeating: UInt8(ascii: "+"))) .| (block .== SIMD16(repeating: UInt8(ascii: "-")))
            .| (block .== SIMD16(repeating: UInt8(ascii: "_")))
        let words = unsafe unsafeBitCast(isDigit, to: SIMD2<UInt64>.self)
        return (words[0] == .max, words[1] == .max)
    }

    /// Hands on the offset of a character inside every run of UTF-16 in a range.
    ///
    /// - Parameter body: Tells where to go on.
    @inline(__always)
    static func forEachWideRun(in bytes: Span<UInt8>, _ range: Range<Int>, _ body: (_ character: Int) -> Int) {
        var offset = range.lowerBound
        while offset + 16 <= range.upperBound {
            let words = unsafe unsafeBitCast(bytes.block(at: offset), to: SIMD2<UInt64>.self)
            var next = offset + 16
            if let parity = wideParity(words[0]) {
                next = max(next, body(offset + parity))
            } else if let parity = wideParity(words[1]) {
                next = max(next, body(offset + 8 + parity))
            }
            offset = next
        }
    }

    /// The offset of the first byte that is not zero of a word in which every second byte is; nothing for other words.
    @inline(__always)
    private static func wideParity(_ word: UInt64) -> Int? {
        let (word, odd): (UInt64, UInt64) = (UInt64(littleEndian: word), 0xFF00_FF00_FF00_FF00)
        if word & odd == 0 { return isFull(word) ? 0 : nil }
        if word & ~odd == 0 { return isFull(word >> 8) ? 1 : nil }
        return nil
    }

    /// Whether none of the four low bytes of a word's halves is zero.
    @inline(__always)
    private static func isFull(_ word: UInt64) -> Bool {
        word & 0xFF != 0 && word & 0xFF_0000 != 0 && word & 0xFF_0000_0000 != 0 && word & 0xFF_0000_0000_0000 != 0
    }
}

extension Span<UInt8> {
    /// Sixteen bytes.
    @inline(__always)
    func block(at offset: Int) -> SIMD16<UInt8> {
        precondition(offset >= 0 && offset + 16 <= count)
        return unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self) }
    }
}
