internal import Observation

/// What records say, by type.
extension DNSReader {
    /// Reads the data of a record; names in it may be compressed and lie before it, all else lies inside of it.
    mutating func value(
        of type: DNSRecordType, _ recordClass: UInt16, _ bytes: Span<UInt8>, _ data: Range<Int>
    ) -> DNSRecord.Value {
        guard !data.isEmpty else { return type == .a || type == .aaaa ? emptyAddress(recordClass) : .empty }
        let count = weirds.count
        do throws(WireError) {
            var position = data.lowerBound
            let value = try value(of: type, recordClass, bytes, data, &position)
            if position == data.upperBound { return value }
        } catch {
            // Told below, unless the reader of the type has told it better.
        }
        if weirds.count == count { note(.dnsRecordLengthMismatch) }
        return .malformed
    }

    /// An address without bytes is one in updates alone, where the class is ANY or NONE (RFC 2136, section 2.4).
    private mutating func emptyAddress(_ recordClass: UInt16) -> DNSRecord.Value {
        if recordClass < 254 { note(.dnsAddressLength) }
        return recordClass < 254 ? .malformed : .empty
    }

    private mutating func value(
        of type: DNSRecordType, _ recordClass: UInt16, _ bytes: Span<UInt8>, _ data: Range<Int>,
        _ position: inout Int
    ) throws(WireError) -> DNSRecord.Value {
        // In a class other than the Internet's (and NONE, of updates) the same number may stand for something else.
        let isInternet = recordClass == 1 || recordClass == 254
        switch type.rawValue {
        case 1 where isInternet, 28 where isInternet: return try address(type, bytes, data, &position)
        case 2, 3, 4, 5, 7, 8, 9, 12, 39: return .name(try name(bytes, &position))
        case 13, 16, 56, 99, 258, 261: return try strings(bytes, data, &position)
        case 32 where service == .netBIOS: return try netBIOSHosts(bytes, data, &position)
        case 33 where service == .netBIOS: return try netBIOSNames(bytes, data, &position)
        case 64 where isInternet, 65 where isInternet:
            return .serviceBinding(try serviceBinding(bytes, data, &position))
        default: return .described(try description(of: type, bytes, data, &position))
        }
    }

    private mutating func address(
        _ type: DNSRecordType, _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> DNSRecord.Value {
        guard data.count == (type == .a ? 4 : 16) else {
            note(.dnsAddressLength)
            throw WireError(.badLength, at: data.lowerBound)
        }
        if type == .a { return .address(IPAddress(v4: try bytes.readUInt32(&position))) }
        let high = try bytes.readUInt64(&position)
        return .address(IPAddress(v6High: high, low: try bytes.readUInt64(&position)))
    }

    /// Reads strings of one byte of length each (RFC 1035, section 3.3).
    private mutating func strings(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> DNSRecord.Value {
        var strings: [String] = []
        while position < data.upperBound { strings.append(try string(bytes, data, &position)) }
        return .text(strings)
    }

    mutating func string(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> String {
        let length = Int(try bytes.readByte(&position))
        guard length <= data.upperBound - position else {
            note(.dnsTextTruncated)
            throw WireError(.truncated, at: data.upperBound)
        }
        return DNSText.string(bytes, try bytes.readRange(length, &position))
    }
}
