/// Where on Earth something is (RFC 1876).
extension DNSReader {
    /// Reads latitude, longitude and altitude as a zone file has them, without size and precision.
    mutating func location(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> String {
        guard try bytes.readByte(&position) == 0 else {
            note(.dnsLocationVersion)
            throw WireError(.badVersion, at: data.lowerBound)
        }
        _ = try bytes.readRange(3, &position)
        let latitude = try Self.angle(bytes, &position, limit: 90, "N", "S")
        let longitude = try Self.angle(bytes, &position, limit: 180, "E", "W")
        // In centimetres, counted from 100,000 metres below the sea.
        let altitude = Int64(try bytes.readUInt32(&position)) - 10_000_000
        let (metres, rest) = altitude.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(latitude) \(longitude) \(altitude < 0 ? "-" : "")\(metres).\(Self.padded(rest, 2))m"
    }

    /// Reads an angle in thousandths of a second of arc, counted from the middle of the range.
    private static func angle(
        _ bytes: Span<UInt8>, _ position: inout Int, limit: UInt64, _ positive: String, _ negative: String
    ) throws(WireError) -> String {
        let angle = Int64(try bytes.readUInt32(&position)) - 0x8000_0000
        let size = angle.magnitude
        guard size <= limit * 3_600_000 else { throw WireError(.badLength, at: position) }
        let seconds = "\(size / 1_000 % 60).\(padded(size % 1_000, 3))"
        return "\(size / 3_600_000) \(size / 60_000 % 60) \(seconds) \(angle < 0 ? negative : positive)"
    }

    private static func padded(_ number: UInt64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
