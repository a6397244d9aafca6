/// A keyed hash of a few words, SipHash-2-4.
///
/// Source: Aumasson and Bernstein, *SipHash: a fast short-input PRF* (2012). Whoever does not know the key cannot make two
/// inputs with the same hash.
package struct SipHash: Sendable {
    /// The key, 128 bits.
    package struct Key: Hashable, Sendable {
        let low: UInt64
        let high: UInt64

        package init(_ low: UInt64, _ high: UInt64) {
            self.low = low
            self.high = high
        }
    }

    private var (v0, v1, v2, v3): (UInt64, UInt64, UInt64, UInt64)
    private var count: UInt64 = 0

    package init(_ key: Key) {
        v0 = key.low ^ 0x736f_6d65_7073_6575
        v1 = key.high ^ 0x646f_7261_6e64_6f6d
        v2 = key.low ^ 0x6c79_6765_6e65_7261
        v3 = key.high ^ 0x7465_6462_7974_6573
    }

    /// Takes eight bytes, the first one lowest.
    package mutating func add(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
        count &+= 8
    }

    /// The hash of the words.
    package consuming func finish() -> UInt64 {
        // The last word is the length and no bytes, because all that came are whole words.
        let length = count
        add((length & 0xFF) << 56)
        v2 ^= 0xFF
        for _ in 0..<4 { round() }
        return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
        v0 &+= v1
        v1 = v1 << 13 | v1 >> 51
        v1 ^= v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = v3 << 16 | v3 >> 48
        v3 ^= v2
        v0 &+= v3
        v3 = v3 << 21 | v3 >> 43
        v3 ^= v0
        v2 &+= v1
        v1 = v1 << 17 | v1 >> 47
        v1 ^= v2
        v2 = v2 << 32 | v2 >> 32
    }
}
