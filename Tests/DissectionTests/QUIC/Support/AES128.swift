/// The block cipher AES-128 and its mode GCM, so that tests can seal what the library opens with other code.
///
/// Written down from FIPS 197 and NIST SP 800-38D. Slow, and not for secrets.
struct AES128 {
    private static let box: [UInt8] = {
        var box = [UInt8](repeating: 0x63, count: 256)
        for value in 1...255 {
            let inverse = (1...255).first { multiply(UInt8(value), UInt8($0)) == 1 } ?? 0
            let bits = UInt8(inverse)
            func turned(_ count: UInt8) -> UInt8 { bits << count | bits >> (8 - count) }
            box[value] = bits ^ turned(1) ^ turned(2) ^ turned(3) ^ turned(4) ^ 0x63
        }
        return box
    }()

    private let roundKeys: [[UInt8]]

    init(key: [UInt8]) {
        var words = (0..<4).map { Array(key[4 * $0..<4 * $0 + 4]) }
        var constant: UInt8 = 1
        for index in 4..<44 {
            var word = words[index - 1]
            if index % 4 == 0 {
                word = [word[1], word[2], word[3], word[0]].map { Self.box[Int($0)] }
                word[0] ^= constant
                constant = Self.multiply(constant, 2)
            }
            words.append(zip(words[index - 4], word).map { $0 ^ $1 })
        }
        roundKeys = (0..<11).map { Array(words[4 * $0..<4 * $0 + 4].joined()) }
    }

    /// Multiplies in the field of AES.
    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var (left, right, product) = (left, right, UInt8(0))
        while right != 0 {
            if right & 1 != 0 { product ^= left }
            left = left << 1 ^ (left & 0x80 != 0 ? 0x1B : 0)
            right >>= 1
        }
        return product
    }

    func encrypt(_ block: [UInt8]) -> [UInt8] {
        var state = zip(block, roundKeys[0]).map { $0 ^ $1 }
        for round in 1...10 {
            let shifted = (0..<16).map { Self.box[Int(state[($0 + 4 * ($0 % 4)) % 16])] }
            var mixed = shifted
            if round < 10 {
                for column in stride(from: 0, to: 16, by: 4) {
                    for row in 0..<4 {
                        func byte(_ offset: Int) -> UInt8 { shifted[column + (row + offset) % 4] }
                        let doubled = byte(0) << 1 ^ (byte(0) & 0x80 != 0 ? 0x1B : 0)
                        let tripled = byte(1) << 1 ^ (byte(1) & 0x80 != 0 ? 0x1B : 0) ^ byte(1)
                        mixed[column + row] = doubled ^ tripled ^ byte(2) ^ byte(3)
                    }
                }
            }
            state = zip(mixed, roundKeys[round]).map { $0 ^ $1 }
        }
        return state
    }

    /// Encrypts with a nonce of twelve bytes and adds the tag.
    func seal(_ plaintext: [UInt8], nonce: [UInt8], additional: [UInt8]) -> [UInt8] {
        func counter(_ value: Int) -> [UInt8] { nonce + Packets.u32(UInt32(value)) }
        var sealed: [UInt8] = []
        for (index, start) in stride(from: 0, to: plaintext.count, by: 16).enumerated() {
            let block = plaintext[start..<min(start + 16, plaintext.count)]
            sealed += zip(block, encrypt(counter(index + 2))).map { $0 ^ $1 }
        }
        func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 0, count: (16 - bytes.count % 16) % 16) }
        let zeros: [UInt8] = [0, 0, 0, 0]
        let lengths = zeros + Packets.u32(UInt32(8 * additional.count)) + zeros + Packets.u32(UInt32(8 * sealed.count))
        let hashed = hash(padded(additional) + padded(sealed) + lengths)
        return sealed + zip(hashed, encrypt(counter(1))).map { $0 ^ $1 }
    }

    private func hash(_ bytes: [UInt8]) -> [UInt8] {
        func number(_ bytes: some Sequence<UInt8>) -> UInt128 { bytes.reduce(0) { $0 << 8 | UInt128($1) } }
        let key = number(encrypt([UInt8](repeating: 0, count: 16)))
        var sum: UInt128 = 0
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let factor = sum ^ number(bytes[start..<start + 16])
            var (product, shifted) = (UInt128(0), key)
            for bit in 0..<128 {
                if factor >> UInt128(127 - bit) & 1 != 0 { product ^= shifted }
                shifted = shifted >> 1 ^ (shifted & 1 != 0 ? UInt128(0xE1) << 120 : 0)
            }
            sum = product
        }
        return (0..<16).map { UInt8(truncatingIfNeeded: sum >> UInt128(120 - 8 * $0)) }
    }
}
