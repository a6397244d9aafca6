internal import Glibc

extension Span<UInt8> {
    /// Whether a byte of zero is in it.
    var holdsZero: Bool { holds(0) }

    /// Whether a byte is in it.
    func holds(_ byte: UInt8) -> Bool {
        unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            return unsafe memchr(base, CInt(byte), bytes.count) != nil
        }
    }

    /// How many line feeds are in it.
    var lineFeeds: Int {
        let whole = count & ~7
        let (feeds, sevens): (UInt64, UInt64) = (0x0A0A_0A0A_0A0A_0A0A, 0x7F7F_7F7F_7F7F_7F7F)
        var total = 0
        var offset = 0
        while offset < whole {
            // A byte is zero when neither its low bits, nor its top bit, are set.
            let rest = word(at: offset) ^ feeds
            total += (~(((rest & sevens) &+ sevens) | rest | sevens)).nonzeroBitCount
            offset += 8
        }
        for offset in whole..<count where self[offset] == 0x0A { total += 1 }
        return total
    }
}

extension [UInt8] {
    /// Copies bytes over those that are there.
    mutating func copy(_ bytes: Span<UInt8>, to start: Int) {
        precondition(start >= 0 && start + bytes.count <= count)
        unsafe withUnsafeMutableBytes { room in
            unsafe bytes.withUnsafeBytes { bytes in
                guard let target = room.baseAddress, let source = bytes.baseAddress else { return }
                _ = unsafe memcpy(target + start, source, bytes.count)
            }
        }
    }

    /// Moves bytes to another place; the two may overlap.
    mutating func move(_ range: Range<Int>, to start: Int) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count && start >= 0 && start + range.count <= count)
        unsafe withUnsafeMutableBytes { room in
            guard let base = room.baseAddress else { return }
            _ = unsafe memmove(base + start, base + range.lowerBound, range.count)
        }
    }
}
