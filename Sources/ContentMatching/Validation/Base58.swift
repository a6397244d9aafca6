/// The alphabet of base 58: digits and letters without 0, O, I and l.
enum Base58 {
    /// The value of a character; none for one that the alphabet leaves out.
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "1")...UInt8(ascii: "9"): byte - UInt8(ascii: "1")
        case UInt8(ascii: "A")...UInt8(ascii: "H"): byte - UInt8(ascii: "A") + 9
        case UInt8(ascii: "J")...UInt8(ascii: "N"): byte - UInt8(ascii: "J") + 17
        case UInt8(ascii: "P")...UInt8(ascii: "Z"): byte - UInt8(ascii: "P") + 22
        case UInt8(ascii: "a")...UInt8(ascii: "k"): byte - UInt8(ascii: "a") + 33
        case UInt8(ascii: "m")...UInt8(ascii: "z"): byte - UInt8(ascii: "m") + 44
        default: nil
        }
    }
}

/// Whether a text is a Bitcoin address in base 58: 25 bytes of which the last four are a doubled SHA-256 of the others.
///
/// Format: Bitcoin's Base58Check; versions 0 and 5 of the main network alone.
func isBase58CheckAddress(_ text: Span<UInt8>) -> Bool {
    guard (25...35).contains(text.count) else { return false }
    var bytes = InlineArray<25, UInt8>(repeating: 0)
    for index in 0..<text.count {
        guard let value = Base58.value(text[index]) else { return false }
        var carry = Int(value)
        for place in stride(from: 24, through: 0, by: -1) {
            carry += Int(bytes[place]) * 58
            bytes[place] = UInt8(truncatingIfNeeded: carry)
            carry >>= 8
        }
        guard carry == 0 else { return false }
    }
    guard bytes[0] == 0 || bytes[0] == 5, hasLeadingZeros(text, bytes) else { return false }
    var inner = SHA256()
    for index in 0..<21 { inner.add(bytes[index]) }
    let first = inner.finish()
    var outer = SHA256()
    for index in 0..<32 { outer.add(first[index]) }
    let check = outer.finish()
    return (0..<4).allSatisfy { check[$0] == bytes[21 + $0] }
}

/// Whether as many ones stand before a text as zero bytes before what it encodes.
private func hasLeadingZeros(_ text: Span<UInt8>, _ bytes: borrowing [25 of UInt8]) -> Bool {
    var (ones, zeros) = (0, 0)
    while ones < text.count, text[ones] == UInt8(ascii: "1") { ones += 1 }
    while zeros < 25, bytes[zeros] == 0 { zeros += 1 }
    return ones == zeros
}

/// Whether a text is a Monero address: 69 bytes in blocks of base 58, the last four of them a Keccak of the others.
///
/// Format: Monero's base58 and address documentation; an integrated address has 77 bytes.
func isMoneroAddress(_ text: Span<UInt8>) -> Bool {
    guard text.count == 95 || text.count == 106 else { return false }
    var bytes = InlineArray<80, UInt8>(repeating: 0)
    var filled = 0
    for start in stride(from: 0, to: text.count, by: 11) {
        let length = min(11, text.count - start)
        // Eleven characters are eight bytes; seven are five, which is what remains of both lengths.
        let size = length == 11 ? 8 : 5
        var block: UInt64 = 0
        for index in start..<start + length {
            guard let value = Base58.value(text[index]) else { return false }
            let (product, overflows) = block.multipliedReportingOverflow(by: 58)
            let (sum, carries) = product.addingReportingOverflow(UInt64(value))
            guard !overflows, !carries else { return false }
            block = sum
        }
        guard size == 8 || block >> 40 == 0 else { return false }
        for place in 0..<size {
            bytes[filled + place] = UInt8(truncatingIfNeeded: block >> UInt64(8 * (size - 1 - place)))
        }
        filled += size
    }
    // 18 is an ordinary address, 19 an integrated one, 42 a subaddress.
    guard bytes[0] == 18 || bytes[0] == 19 || bytes[0] == 42 else { return false }
    let check = Keccak256.hash(count: filled - 4) { bytes[$0] }
    return (0..<4).allSatisfy { check[$0] == bytes[filled - 4 + $0] }
}
