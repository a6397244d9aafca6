/// The hash function Keccak-256 with its first padding, as Ethereum and Monero use it, for messages below 136 bytes.
///
/// The Keccak reference 3.0; FIPS 202 differs in the padding alone.
enum Keccak256 {
    /// How many bytes a message may have: one block less the padding.
    static let messageLimit = 135

    /// The hash of a message of at most ``messageLimit`` bytes, given byte by byte.
    static func hash(count: Int, _ byte: (Int) -> UInt8) -> [32 of UInt8] {
        var state = InlineArray<25, UInt64>(repeating: 0)
        for index in 0..<min(count, messageLimit) {
            state[index / 8] ^= UInt64(byte(index)) << UInt64(8 * (index % 8))
        }
        let end = min(count, messageLimit)
        state[end / 8] ^= 1 << UInt64(8 * (end % 8))
        state[16] ^= 1 << 63
        for constant in 0..<24 { permute(&state, constants[constant]) }
        var hash = InlineArray<32, UInt8>(repeating: 0)
        for index in 0..<32 { hash[index] = UInt8(truncatingIfNeeded: state[index / 8] >> UInt64(8 * (index % 8))) }
        return hash
    }

    /// One round: theta, rho with pi, chi, iota.
    private static func permute(_ state: inout [25 of UInt64], _ constant: UInt64) {
        var parity = InlineArray<5, UInt64>(repeating: 0)
        for index in 0..<25 { parity[index % 5] ^= state[index] }
        for index in 0..<25 {
            state[index] ^= parity[(index + 4) % 5] ^ rotate(parity[(index + 1) % 5], 1)
        }
        var (x, y, moving) = (1, 0, state[1])
        for step in 0..<24 {
            (x, y) = (y, (2 * x + 3 * y) % 5)
            let kept = state[x + 5 * y]
            state[x + 5 * y] = rotate(moving, UInt64((step + 1) * (step + 2) / 2 % 64))
            moving = kept
        }
        for row in stride(from: 0, to: 25, by: 5) {
            var old = InlineArray<5, UInt64>(repeating: 0)
            for column in 0..<5 { old[column] = state[row + column] }
            for column in 0..<5 { state[row + column] = old[column] ^ ~old[(column + 1) % 5] & old[(column + 2) % 5] }
        }
        state[0] ^= constant
    }

    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
        count == 0 ? word : word << count | word >> (64 - count)
    }

    private static let constants: [24 of UInt64] = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808A, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808B, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008A, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000A,
        0x0000_0000_8000_808B, 0x8000_0000_0000_008B, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800A, 0x8000_0000_8000_000A,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
}
