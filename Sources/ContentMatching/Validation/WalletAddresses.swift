/// Whether a text is an address in bech32 or bech32m: its check sum agrees, and it is in one case.
///
/// Formats: BIP 173 and BIP 350. Any human-readable part counts, because other chains took the form over.
func isBech32Address(_ text: Span<UInt8>) -> Bool {
    guard (14...90).contains(text.count) else { return false }
    var (separator, hasUpper, hasLower) = (-1, false, false)
    for index in 0..<text.count {
        switch text[index] {
        case UInt8(ascii: "1"): separator = index
        case UInt8(ascii: "a")...UInt8(ascii: "z"): hasLower = true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): hasUpper = true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): break
        default: return false
        }
    }
    guard separator > 0, separator + 7 <= text.count, !(hasUpper && hasLower) else { return false }
    var sum: UInt32 = 1
    for index in 0..<separator { add((text[index] | 0x20) >> 5, to: &sum) }
    add(0, to: &sum)
    for index in 0..<separator { add((text[index] | (text[index] > 0x40 ? 0x20 : 0)) & 31, to: &sum) }
    for index in separator + 1..<text.count {
        guard let value = bech32Value(text[index]) else { return false }
        add(value, to: &sum)
    }
    return sum == 1 || sum == 0x2BC8_30A3
}

private func add(_ value: UInt8, to sum: inout UInt32) {
    let top = sum >> 25
    sum = (sum & 0x1FF_FFFF) << 5 ^ UInt32(value)
    let generators: [5 of UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
    for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { sum ^= generators[bit] }
}

private func bech32Value(_ byte: UInt8) -> UInt8? {
    let alphabet: StaticString = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    let folded = byte > 0x40 ? byte | 0x20 : byte
    return alphabet.withUTF8Buffer { buffer in
        unsafe buffer.firstIndex(of: folded).map(UInt8.init(truncatingIfNeeded:))
    }
}

/// Whether a text is an Ethereum address whose upper and lower case letters are the check sum of EIP-55.
///
/// An address in one case alone bears no check sum and is none here: 20 bytes in hexadecimal are everywhere.
func isEthereumAddress(_ text: Span<UInt8>) -> Bool {
    guard text.count == 42, text[0] == UInt8(ascii: "0"), text[1] | 0x20 == UInt8(ascii: "x") else { return false }
    var lower = InlineArray<40, UInt8>(repeating: 0)
    var (hasUpper, hasLower) = (false, false)
    for index in 0..<40 {
        let byte = text[index + 2]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): break
        case UInt8(ascii: "a")...UInt8(ascii: "f"): hasLower = true
        case UInt8(ascii: "A")...UInt8(ascii: "F"): hasUpper = true
        default: return false
        }
        lower[index] = byte | 0x20
    }
    guard hasUpper, hasLower else { return false }
    let hash = Keccak256.hash(count: 40) { lower[$0] }
    for index in 0..<40 where text[index + 2] > 0x40 {
        let nibble = hash[index / 2] >> (index % 2 == 0 ? 4 : 0) & 15
        guard (nibble > 7) == (text[index + 2] < 0x60) else { return false }
    }
    return true
}
