/// The data of record types that are shown and never used, much as a zone file has it.
extension DNSReader {
    mutating func description(
        of type: DNSRecordType, _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> String {
        switch type.rawValue {
        case 6: return try startOfAuthority(bytes, &position)
        case 14, 17: return "\(try name(bytes, &position)) \(try name(bytes, &position))"
        case 15, 18, 21, 36: return try numbers([2], bytes, &position) + (try name(bytes, &position))
        case 29: return try location(bytes, data, &position)
        case 33: return try numbers([2, 2, 2], bytes, &position) + (try name(bytes, &position))
        case 35: return try namingAuthority(bytes, data, &position)
        case 256: return try numbers([2, 2], bytes, &position) + quoted(bytes, rest(data, &position))
        case 257: return try certificationAuthority(bytes, data, &position)
        case 249, 250: return try untilEnd(data, try name(bytes, &position), &position)
        case 24, 46: return try signature(bytes, data, &position)
        case 25, 48, 60: return try untilEnd(data, try numbers([2, 1, 1], bytes, &position), &position)
        case 43, 59, 32_769: return try numbers([2, 1, 1], bytes, &position) + digits(bytes, data, &position)
        case 44: return try numbers([1, 1], bytes, &position) + digits(bytes, data, &position)
        case 52, 53: return try numbers([1, 1, 1], bytes, &position) + digits(bytes, data, &position)
        case 47: return try name(bytes, &position) + types(bytes, data, &position)
        case 50, 51: return try hashedDenial(type, bytes, data, &position)
        default:
            // RFC 3597, section 5.
            return "\\# \(data.count) " + digits(bytes, data, &position)
        }
    }

    private mutating func startOfAuthority(_ bytes: Span<UInt8>, _ position: inout Int) throws(WireError) -> String {
        var text = "\(try name(bytes, &position)) \(try name(bytes, &position))"
        for _ in 0..<5 { text += " \(try bytes.readUInt32(&position))" }
        return text
    }

    private mutating func namingAuthority(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> String {
        var text = try numbers([2, 2], bytes, &position)
        for _ in 0..<3 { text += "\"\(try string(bytes, data, &position))\" " }
        return text + (try name(bytes, &position))
    }

    private mutating func certificationAuthority(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> String {
        let flags = try bytes.readByte(&position)
        let length = Int(try bytes.readByte(&position))
        guard length <= data.upperBound - position else {
            note(.dnsCAATruncated)
            throw WireError(.truncated, at: data.upperBound)
        }
        let tag = DNSText.string(bytes, try bytes.readRange(length, &position))
        return "\(flags) \(tag) " + quoted(bytes, rest(data, &position))
    }

    /// RFC 4034, section 3.2: the type that is signed, algorithm, labels, time to live, end, begin, key tag and signer.
    private mutating func signature(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> String {
        let covered = DNSRecordType(try bytes.readUInt16(&position))
        let numbers = try numbers([1, 1, 4, 4, 4, 2], bytes, &position)
        return try untilEnd(data, "\(covered) \(numbers)" + (try name(bytes, &position)), &position)
    }

    /// RFC 5155, sections 3.3 and 4.3.
    private mutating func hashedDenial(
        _ type: DNSRecordType, _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> String {
        let head = try numbers([1, 1, 2], bytes, &position)
        let salt = try bytes.readRange(Int(try bytes.readByte(&position)), &position)
        let text = head + (salt.isEmpty ? "-" : DNSText.hexadecimal(bytes, salt))
        guard type.rawValue == 50 else { return text }
        let next = try bytes.readRange(Int(try bytes.readByte(&position)), &position)
        return try text + " " + DNSText.base32(bytes, next) + types(bytes, data, &position)
    }

    /// The types of a bit map (RFC 4034, section 4.1.2), each after a blank.
    private func types(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> String {
        var text = ""
        while position < data.upperBound {
            let window = UInt16(try bytes.readByte(&position))
            let map = try bytes.readRange(Int(try bytes.readByte(&position)), &position)
            guard map.count <= 32 else { throw WireError(.badLength, at: map.lowerBound) }
            for bit in 0..<map.count * 8 where bytes[map.lowerBound + bit / 8] & (0x80 >> UInt8(bit % 8)) != 0 {
                text += " \(DNSRecordType(window << 8 | UInt16(bit)))"
            }
        }
        return text
    }

    /// Numbers of the widths that are given, in bytes, each before a blank.
    private func numbers(
        _ widths: [Int], _ bytes: Span<UInt8>, _ position: inout Int
    ) throws(WireError) -> String {
        var text = ""
        for width in widths {
            switch width {
            case 1: text += "\(try bytes.readByte(&position)) "
            case 2: text += "\(try bytes.readUInt16(&position)) "
            default: text += "\(try bytes.readUInt32(&position)) "
            }
        }
        return text
    }

    private func rest(_ data: Range<Int>, _ position: inout Int) -> Range<Int> {
        let rest = min(position, data.upperBound)..<data.upperBound
        if position <= data.upperBound { position = data.upperBound }
        return rest
    }

    private func digits(_ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int) -> String {
        DNSText.hexadecimal(bytes, rest(data, &position))
    }

    private func quoted(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        "\"" + DNSText.string(bytes, range) + "\""
    }

    /// The text of what was read, when what follows is of no interest.
    private func untilEnd(
        _ data: Range<Int>, _ text: String, _ position: inout Int
    ) throws(WireError) -> String {
        guard position <= data.upperBound else { throw WireError(.badLength, at: position) }
        position = data.upperBound
        return text.last == " " ? String(text.dropLast()) : text
    }
}
