/// A hash that is the same in every run, unlike the standard library's.
///
/// FNV-1a with 64 bits; good for names, useless against forgers.
package struct StableHash: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash of what was taken in so far.
    package var value: UInt64 { state }

    package init() {}

    /// Takes in the bytes of a text, and an end mark so that `ab`+`c` differs from `a`+`bc`.
    package mutating func combine(_ text: String) {
        for byte in text.utf8 {
            mix(byte)
        }
        mix(0xFF)
    }

    private mutating func mix(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    /// Sixteen hexadecimal digits.
    package var hexadecimal: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
