/// The value of each digit of base 64, either alphabet; 64 and above is none.
private let base64Values: InlineArray<256, UInt8> = {
    var values = InlineArray<256, UInt8>(repeating: 0xFF)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    return values
}()

extension EncodedRegion {
    /// What stands between the digits is stepped over: line breaks, escaped ones too, and what indents lines.
    @inline(__always)
    func decodeBase64(_ bytes: Span<UInt8>, _ body: (_ byte: UInt8, _ start: Int, _ end: Int) -> Bool) {
        var (bits, bitCount, first) = (UInt32(0), 0, range.lowerBound)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let byte = bytes[offset]
            let value = base64Values[Int(byte)]
            guard value < 64 else {
                offset += byte == UInt8(ascii: "\\") ? 2 : 1
                continue
            }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            offset += 1
            guard bitCount >= 8 else {
                first = offset - 1
                continue
            }
            bitCount -= 8
            guard body(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)), first, offset) else { return }
            first = bitCount == 0 ? offset : offset - 1
        }
    }

    @inline(__always)
    func decodeHex(_ bytes: Span<UInt8>, _ body: (_ byte: UInt8, _ start: Int, _ end: Int) -> Bool) {
        var offset = range.lowerBound
        while offset + 1 < range.upperBound {
            guard let high = Self.hexValue(bytes[offset]), let low = Self.hexValue(bytes[offset + 1]) else { return }
            guard body(high << 4 | low, offset, offset + 2) else { return }
            offset += 2
        }
    }

    @inline(__always)
    func decodePercent(_ bytes: Span<UInt8>, _ body: (_ byte: UInt8, _ start: Int, _ end: Int) -> Bool) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let start = offset
            var byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "%"), offset + 1 < range.upperBound, let high = Self.hexValue(bytes[offset]),
                let low = Self.hexValue(bytes[offset + 1])
            {
                byte = high << 4 | low
                offset += 2
            }
            guard body(byte, start, offset) else { return }
        }
    }

    @inline(__always)
    func decodeWide(
        _ bytes: Span<UInt8>, zeroFirst: Bool, _ body: (_ byte: UInt8, _ start: Int, _ end: Int) -> Bool
    ) {
        var offset = range.lowerBound
        while offset + 1 < range.upperBound {
            let byte = bytes[zeroFirst ? offset + 1 : offset]
            if byte < 0x80 {
                guard body(byte, offset, offset + 2) else { return }
            } else {
                guard body(0xC0 | byte >> 6, offset, offset + 2), body(0x80 | byte & 0x3F, offset, offset + 2) else {
                    return
                }
            }
            offset += 2
        }
    }

    @inline(__always)
    static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
