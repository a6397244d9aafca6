internal import Observation

/// NetBIOS names, of which DNS carries each half of a byte as a letter (RFC 1001, section 14.1).
enum NetBIOSName {
    /// Appends the name that a label encodes, its last byte as `<1d>`; tells whether the label encodes one.
    static func appendEncoded(_ bytes: Span<UInt8>, _ label: Range<Int>, to text: inout [UInt8]) -> Bool {
        guard label.count == 32, label.allSatisfy({ (0x41...0x50).contains(bytes[$0]) }) else { return false }
        var plain: [UInt8] = []
        for index in stride(from: label.lowerBound, to: label.upperBound, by: 2) {
            plain.append((bytes[index] - 0x41) << 4 | (bytes[index + 1] - 0x41))
        }
        append(plain.span, 0..<16, to: &text)
        return true
    }

    /// Appends a name of sixteen bytes without its padding, the last one, which says what it names, as `<1d>`.
    static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to text: inout [UInt8]) {
        var end = range.upperBound - 1
        let kind = bytes[end]
        while end > range.lowerBound, bytes[end - 1] == 0x20 || bytes[end - 1] == 0 { end -= 1 }
        for index in range.lowerBound..<end {
            if bytes[index] == 0x20 { text.append(0x20) } else { DNSText.append(bytes[index], to: &text) }
        }
        text.append(0x3C)
        for digit in [kind >> 4, kind & 0x0F] { text.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10) }
        text.append(0x3E)
    }
}

extension DNSReader {
    /// How many hosts or names of one record are read.
    private static let netBIOSLimit = 64

    /// Reads the hosts that have a name: flags and an address each (RFC 1002, section 4.2.13).
    mutating func netBIOSHosts(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> DNSRecord.Value {
        var addresses: [IPAddress] = []
        while data.upperBound - position >= 6, addresses.count < Self.netBIOSLimit {
            position += 2
            addresses.append(IPAddress(v4: try bytes.readUInt32(&position)))
        }
        if addresses.count == Self.netBIOSLimit { position = data.upperBound }
        return .netBIOS(addresses: addresses, names: [])
    }

    /// Reads the names that a host has; statistics follow them (RFC 1002, section 4.2.18).
    mutating func netBIOSNames(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> DNSRecord.Value {
        var names: [String] = []
        for _ in 0..<min(Int(try bytes.readByte(&position)), Self.netBIOSLimit) {
            let range = try bytes.readRange(16, &position)
            position += 2
            text.removeAll(keepingCapacity: true)
            NetBIOSName.append(bytes, range, to: &text)
            names.append(String(decoding: text, as: UTF8.self))
        }
        guard position <= data.upperBound else { throw WireError(.badLength, at: data.lowerBound) }
        position = data.upperBound
        return .netBIOS(addresses: [], names: names)
    }
}
