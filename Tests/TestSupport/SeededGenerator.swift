/// A generator of random numbers that gives the same ones in every run, so that a failure can be had again (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Random bytes, or random ones of an alphabet.
    package mutating func bytes(_ count: Int, of alphabet: String? = nil) -> [UInt8] {
        let letters = alphabet.map { Array($0.utf8) }
        return (0..<count).map { _ in letters?.randomElement(using: &self) ?? UInt8.random(in: 0...255, using: &self) }
    }

    /// Random characters of an alphabet.
    package mutating func text(_ count: Int, of alphabet: String) -> String {
        let characters = Array(alphabet)
        return String((0..<count).map { _ in characters[Int.random(in: 0..<characters.count, using: &self)] })
    }
}
