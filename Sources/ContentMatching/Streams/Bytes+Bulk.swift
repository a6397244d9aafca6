internal import Glibc

extension Span<UInt8> {
    /// Whether a byte of zero is in it.
    var holdsZero: Bool {
        unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            return unsafe memchr(base, 0, bytes.count) != nil
        }
    }

    /// How many line feeds are in it.
    var lineFeeds: Int {
        let wide = count & ~15
        var total = 0
        unsafe withUnsafeBytes { bytes in
            let feed = SIMD16<UInt8>(repeating: 0x0A)
            let one = SIMD16<UInt8>(repeating: 1)
            var offset = 0
            while offset < wide {
                // A lane counts to 255 at most.
                let end = min(wide, offset + 255 * 16)
                var counts = SIMD16<UInt8>(repeating: 0)
                while offset < end {
                    let block = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
                    counts.replace(with: counts &+ one, where: block .== feed)
                    offset += 16
                }
                total += Int(SIMD16<UInt16>(truncatingIfNeeded: counts).wrappedSum())
            }
        }
        for offset in wide..<count where self[offset] == 0x0A { total += 1 }
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
