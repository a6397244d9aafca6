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
    /// What is called tells where to go on.
    @inline(__always)
    static func forEachDigitRun(in bytes: Span<UInt8>, _ range: Range<Int>, _ body: (_ inside: Int) -> Int) {
        var offset = range.lowerBound
        // The word before, lifted; nothing at the beginning and behind what was looked at.
        var previous: UInt64 = 0
        while offset + 16 <= range.upperBound {
            let first = lifted(bytes.word(at: offset))
            let second = lifted(bytes.word(at: offset + 8))
            // One of two neighbours nearly always holds a space or a mark.
            if holdsNoMark(first & second) || holdsNoMark(previous & first) {
                let isSecond = holdsNoMark(second) && isFull(ofDigits: bytes.word(at: offset + 8))
                let isPrevious = holdsNoMark(previous) && isFull(ofDigits: bytes.word(at: offset - 8))
                if isSecond || isPrevious, isFull(ofDigits: bytes.word(at: offset)) {
                    let next = body(offset)
                    if next > offset + 16 {
                        offset = next
                        previous = 0
                        continue
                    }
                }
            }
            previous = second
            offset += 16
        }
        // What is left is shorter than a block; a run that ends there may have begun before it.
        if holdsNoMark(previous), isFull(ofDigits: bytes.word(at: offset - 8)) { _ = body(offset - 1) }
    }

    /// A word with each byte raised, so that the top bit of every digit of base 64 is set.
    @inline(__always)
    private static func lifted(_ word: UInt64) -> UInt64 { word &+ everywhere(0x80 - 0x2B) }

    /// Whether no byte of a lifted word is below the plus, as spaces and line feeds are.
    @inline(__always)
    private static func holdsNoMark(_ lifted: UInt64) -> Bool {
        lifted & everywhere(0x80) == everywhere(0x80)
    }

    /// A byte in each of eight places.
    @inline(__always)
    private static func everywhere(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

    /// The top bit of each byte of a word of ASCII that lies in a range.
    @inline(__always)
    private static func marks(_ word: UInt64, from lower: UInt8, to upper: UInt8) -> UInt64 {
        (word &+ everywhere(0x80 - lower)) & ~(word &+ everywhere(0x7F - upper))
    }

    /// Whether all eight bytes of a word are digits of base 64.
    @inline(__always)
    private static func isFull(ofDigits word: UInt64) -> Bool {
        let tops = everywhere(0x80)
        // What is not ASCII would carry over.
        guard word & tops == 0, holdsNoMark(lifted(word)) else { return false }
        let letters = marks(word | everywhere(0x20), from: UInt8(ascii: "a"), to: UInt8(ascii: "z"))
        let digits = marks(word, from: UInt8(ascii: "/"), to: UInt8(ascii: "9"))
        let plus = marks(word, from: UInt8(ascii: "+"), to: UInt8(ascii: "+"))
        let minus = marks(word, from: UInt8(ascii: "-"), to: UInt8(ascii: "-"))
        let line = marks(word, from: UInt8(ascii: "_"), to: UInt8(ascii: "_"))
        return (letters | digits | plus | minus | line) & tops == tops
    }

    /// Hands on the offset of a character inside every run of UTF-16 in a range.
    ///
    /// What is called tells where to go on.
    @inline(__always)
    static func forEachWideRun(in bytes: Span<UInt8>, _ range: Range<Int>, _ body: (_ character: Int) -> Int) {
        var offset = range.lowerBound
        while offset + 16 <= range.upperBound {
            var next = offset + 16
            if let parity = wideParity(bytes.word(at: offset)) {
                next = max(next, body(offset + parity))
            } else if let parity = wideParity(bytes.word(at: offset + 8)) {
                next = max(next, body(offset + 8 + parity))
            }
            offset = next
        }
    }

    /// The offset of the first byte that is not zero of a word in which every second byte is; nothing for other words.
    @inline(__always)
    private static func wideParity(_ word: UInt64) -> Int? {
        let odd: UInt64 = 0xFF00_FF00_FF00_FF00
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
    /// Eight bytes, the first one lowest.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset + 8 <= count)
        return UInt64(
            littleEndian: unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) })
    }
}
