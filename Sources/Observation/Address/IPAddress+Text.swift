extension IPAddress: CustomStringConvertible, LosslessStringConvertible {
    /// The address as text: dotted decimal, or the canonical form of RFC 5952.
    package var description: String {
        switch version {
        case .v4: Self.dotted(UInt32(truncatingIfNeeded: low))
        case .v6: canonicalV6
        }
    }

    /// Reads dotted decimal, or any IPv6 spelling of RFC 4291, section 2.2; its zone after `%` is ignored.
    ///
    /// Gives nothing for every other text, leading zeros in dotted decimal included.
    package init?(_ text: String) {
        let address = text.prefix { $0 != "%" }
        if address.contains(":") {
            let zone = text[address.endIndex...].dropFirst()
            guard zone.isEmpty == (address.endIndex == text.endIndex), !zone.contains("%") else { return nil }
            self.init(v6Text: address)
        } else if let bits = Self.bits(ofDotted: Substring(text)) {
            self.init(v4: bits)
        } else {
            return nil
        }
    }

    private static func dotted(_ bits: UInt32) -> String {
        unsafe String(unsafeUninitializedCapacity: 15) { buffer in
            var count = 0
            for shift in stride(from: 24, through: 0, by: -8) {
                let octet = UInt8(truncatingIfNeeded: bits >> UInt32(shift))
                if octet >= 100 { unsafe Self.append(0x30 + octet / 100, to: buffer, &count) }
                if octet >= 10 { unsafe Self.append(0x30 + octet / 10 % 10, to: buffer, &count) }
                unsafe Self.append(0x30 + octet % 10, to: buffer, &count)
                if shift > 0 { unsafe Self.append(0x2E, to: buffer, &count) }
            }
            return count
        }
    }

    private static func append(_ byte: UInt8, to buffer: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int) {
        unsafe buffer[count] = byte
        count += 1
    }

    private var groups: [UInt16] {
        (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> UInt64(48 - 16 * ($0 % 4))) }
    }

    private var canonicalV6: String {
        if high == 0, low >> 32 == 0xFFFF {
            return "::ffff:" + Self.dotted(UInt32(truncatingIfNeeded: low))
        }
        let groups = groups
        var longest = 0..<0
        var start = 0
        while start < 8 {
            guard groups[start] == 0 else {
                start += 1
                continue
            }
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(1, longest.count) {
                longest = start..<end
            }
            start = end
        }
        func hexadecimal(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !longest.isEmpty else { return hexadecimal(groups[...]) }
        return hexadecimal(groups[..<longest.lowerBound]) + "::" + hexadecimal(groups[longest.upperBound...])
    }

    private static func bits(ofDotted text: Substring) -> UInt32? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            guard part.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let octet = UInt8(Substring(part)) else { return nil }
            bits = bits << 8 | UInt32(octet)
        }
        return bits
    }

    private init?(v6Text text: Substring) {
        var text = String(text)
        if text.contains("."), let colon = text.lastIndex(of: ":") {
            guard let bits = Self.bits(ofDotted: text[text.index(after: colon)...]) else { return nil }
            text = text[...colon] + String(bits >> 16, radix: 16) + ":" + String(bits & 0xFFFF, radix: 16)
        }
        let halves = Self.halves(of: text)
        guard let (head, tail, isCompressed) = halves else { return nil }
        let count = head.count + tail.count
        guard isCompressed ? count < 8 : count == 8 else { return nil }
        let groups = head + [UInt16](repeating: 0, count: 8 - count) + tail
        self.init(
            v6High: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) },
            low: groups[4...].reduce(0) { $0 << 16 | UInt64($1) }
        )
    }

    /// The groups before and after `::`, or all of them before it when it does not occur.
    private static func halves(of text: String) -> (head: [UInt16], tail: [UInt16], isCompressed: Bool)? {
        func groups(_ part: Substring) -> [UInt16]? {
            guard !part.isEmpty else { return [] }
            let fields = part.split(separator: ":", omittingEmptySubsequences: false)
            let values = fields.compactMap { (1...4).contains($0.utf8.count) ? UInt16($0, radix: 16) : nil }
            // A sign is no hexadecimal digit, though the integer's own reader takes one.
            guard values.count == fields.count, !part.contains("+"), !part.contains("-") else { return nil }
            return values
        }
        let bytes = Array(text.utf8)
        let pairs = bytes.indices.dropLast().filter { bytes[$0] == 0x3A && bytes[$0 + 1] == 0x3A }
        guard let first = pairs.first else { return groups(text[...]).map { ($0, [], false) } }
        guard pairs.count == 1 else { return nil }
        let cut = text.utf8.index(text.startIndex, offsetBy: first)
        guard let head = groups(text[..<cut]), let tail = groups(text[text.utf8.index(cut, offsetBy: 2)...]) else {
            return nil
        }
        return (head, tail, true)
    }
}
