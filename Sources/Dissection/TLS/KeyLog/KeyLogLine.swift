/// One line of the key log format that NSS began and all others write (RFC 9850).
enum KeyLogLine {
    /// A secret that decrypts.
    case secret(TrafficSecretKind, ClientRandom, TrafficSecret)
    /// Nothing, or a comment.
    case empty
    /// A secret of a kind that decrypts nothing here: exporters, encrypted hellos, session keys by RSA.
    case unused
    /// Something else.
    case malformed

    /// Reads a line without its end.
    init(_ line: Span<UInt8>) {
        var end = line.count
        while end > 0, Self.isBlank(line[end - 1]) { end -= 1 }
        guard end > 0, line[0] != 0x23 else {
            self = .empty
            return
        }
        var fields: [Range<Int>] = []
        var index = 0
        while index < end, fields.count <= 3 {
            let start = index
            while index < end, !Self.isBlank(line[index]) { index += 1 }
            fields.append(start..<index)
            while index < end, Self.isBlank(line[index]) { index += 1 }
        }
        guard fields.count == 3, fields[0].count <= 64, let label = Label(line.text(fields[0])) else {
            self = .malformed
            return
        }
        guard case .kind(let kind) = label else {
            self = .unused
            return
        }
        guard let random = Self.hexadecimal(line, fields[1]).flatMap(ClientRandom.init),
            let secret = Self.hexadecimal(line, fields[2]), secret.count == 48 || secret.count == 32 && kind != .master
        else {
            self = .malformed
            return
        }
        self = .secret(kind, random, TrafficSecret(bytes: secret))
    }

    private enum Label {
        case kind(TrafficSecretKind)
        case unused

        init?(_ text: String) {
            switch text {
            case "CLIENT_RANDOM": self = .kind(.master)
            case "CLIENT_EARLY_TRAFFIC_SECRET", "QUIC_CLIENT_EARLY_TRAFFIC_SECRET": self = .kind(.clientEarly)
            case "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "QUIC_CLIENT_HANDSHAKE_TRAFFIC_SECRET":
                self = .kind(.clientHandshake)
            case "SERVER_HANDSHAKE_TRAFFIC_SECRET", "QUIC_SERVER_HANDSHAKE_TRAFFIC_SECRET":
                self = .kind(.serverHandshake)
            case "CLIENT_TRAFFIC_SECRET_0", "QUIC_CLIENT_TRAFFIC_SECRET_0": self = .kind(.clientTraffic)
            case "SERVER_TRAFFIC_SECRET_0", "QUIC_SERVER_TRAFFIC_SECRET_0": self = .kind(.serverTraffic)
            case "EXPORTER_SECRET", "EARLY_EXPORTER_SECRET", "EARLY_EXPORTER_MASTER_SECRET", "RSA", "PMS_CLIENT_RANDOM",
                "ECH_SECRET", "ECH_CONFIG":
                self = .unused
            default: return nil
            }
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// The bytes that pairs of digits tell, 1 to 64 of them.
    private static func hexadecimal(_ line: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        guard range.count % 2 == 0, (2...128).contains(range.count) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count / 2)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
            guard let high = value(line[start]), let low = value(line[start + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
