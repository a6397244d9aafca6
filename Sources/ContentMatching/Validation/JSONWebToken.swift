/// Whether a text is a JSON Web Token: a header that is a JSON object with `alg` or `enc`, and a claims object.
///
/// Format: RFC 7519, compact serialisation. The signature is not looked at.
func isJSONWebToken(_ text: Span<UInt8>) -> Bool {
    var dots = 0
    var (header, claims) = (0..<0, 0..<0)
    for index in 0..<text.count where text[index] == UInt8(ascii: ".") {
        if dots == 0 { header = 0..<index } else if dots == 1 { claims = header.upperBound + 1..<index }
        dots += 1
    }
    guard dots >= 2, header.count > 4, claims.count > 4 else { return false }
    guard isObject(text.extracting(header)), isObject(text.extracting(claims)) else { return false }
    return holds(text.extracting(header), "\"alg\"") || holds(text.extracting(header), "\"enc\"")
}

/// Whether some base 64 encodes what begins as a JSON object with a member, or as an empty one.
private func isObject(_ text: Span<UInt8>) -> Bool {
    guard decoded(text, 0) == UInt8(ascii: "{") else { return false }
    var index = 1
    while let byte = decoded(text, index), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    return decoded(text, index) == UInt8(ascii: "\"") || decoded(text, index) == UInt8(ascii: "}")
}

/// Whether the first bytes that some base 64 encodes hold a word.
private func holds(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
    let limit = min(text.count / 4 * 3, 4096)
    guard limit >= word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { buffer in
        (0...limit - buffer.count).contains { start in
            buffer.indices.allSatisfy { unsafe decoded(text, start + $0) == buffer[$0] }
        }
    }
}

/// One byte of what base 64, in either alphabet, encodes; none behind its end or where it is none.
private func decoded(_ text: Span<UInt8>, _ index: Int) -> UInt8? {
    let place = index / 3 * 4 + index % 3
    guard place + 1 < text.count, let left = sextet(text[place]), let right = sextet(text[place + 1]) else {
        return nil
    }
    switch index % 3 {
    case 0: return left << 2 | right >> 4
    case 1: return left << 4 | right >> 2
    default: return left << 6 | right
    }
}

private func sextet(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
    case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
    default: nil
    }
}
