import Testing

@testable import Dissection

/// Makes QUIC packets as the two ends of a connection would.
struct QUICSealer {
    var version = QUICVersion.v1
    /// What the client called the server first.
    var original: [UInt8] = [0x83, 0x94, 0xC8, 0xF0, 0x3E, 0x51, 0x57, 0x08]

    /// A number in as few bytes as it fits, or in a given number of bytes (1, 2, 4, 8).
    static func number(_ value: Int, in count: Int? = nil) -> [UInt8] {
        let count = count ?? (value < 64 ? 1 : value < 16_384 ? 2 : value < 1 << 30 ? 4 : 8)
        let prefix = UInt64(count.trailingZeroBitCount) << UInt64(8 * count - 2)
        return (0..<count).map { UInt8(truncatingIfNeeded: (UInt64(value) | prefix) >> UInt64(8 * (count - 1 - $0))) }
    }

    /// A piece of the handshake; the frame has another number in Google's versions.
    static func crypto(_ offset: Int, _ bytes: some Collection<UInt8>, isGoogle: Bool = false) -> [UInt8] {
        [isGoogle ? 0x08 : 0x06] + number(offset) + number(bytes.count) + bytes
    }

    /// An Initial packet; frames are filled up to so many bytes.
    func initial(
        _ frames: [UInt8], fromClient: Bool = true, destination: [UInt8]? = nil, source: [UInt8] = [1, 2, 3, 4],
        token: [UInt8] = [], number: Int = 0, filledTo size: Int = 60, numberByteCount: Int = 4
    ) throws -> [UInt8] {
        let frames = frames + [UInt8](repeating: 0, count: max(0, size - frames.count))
        let destination = destination ?? (fromClient ? original : [1, 2, 3, 4])
        let type: UInt8 = version.family == .v2 ? 0xD0 : 0xC0
        let header =
            [type | UInt8(numberByteCount - 1)] + Packets.u32(version.rawValue) + [UInt8(destination.count)]
            + destination + [UInt8(source.count)] + source + Self.number(token.count) + token
            + Self.number(numberByteCount + frames.count + 16, in: 2)
            + Packets.u32(UInt32(number)).suffix(numberByteCount)
        return try seal(header, frames, fromClient, number, numberByteCount)
    }

    private func seal(
        _ header: [UInt8], _ frames: [UInt8], _ fromClient: Bool, _ number: Int, _ numberByteCount: Int
    ) throws -> [UInt8] {
        let secrets = try #require(version.initialSecrets)
        let common = try #require(KeyDerivation.extract(.sha256, salt: secrets.salt, original))
        func key(_ secret: [UInt8], _ label: String, _ count: Int) throws -> [UInt8] {
            try #require(KeyDerivation.expandLabel(.sha256, secret, label, count: count))
        }
        let secret = try key(common, fromClient ? "client in" : "server in", 32)
        var nonce = try key(secret, secrets.labelPrefix + " iv", 12)
        for index in 0..<4 { nonce[11 - index] ^= UInt8(truncatingIfNeeded: number >> (8 * index)) }
        let cipher = AES128(key: try key(secret, secrets.labelPrefix + " key", 16))
        var packet = header + cipher.seal(frames, nonce: nonce, additional: header)
        let start = header.count - numberByteCount
        let mask = AES128(key: try key(secret, secrets.labelPrefix + " hp", 16))
            .encrypt(Array(packet[start + 4..<start + 20]))
        packet[0] ^= mask[0] & 0x0F
        for index in 0..<numberByteCount { packet[start + index] ^= mask[1 + index] }
        return packet
    }

    /// A Retry packet of the server's.
    func retry(source: [UInt8], destination: [UInt8] = [1, 2, 3, 4], token: [UInt8] = [7, 7, 7]) throws -> [UInt8] {
        let secrets = try #require(version.retrySecrets)
        let type: UInt8 = version.family == .v2 ? 0xC0 : 0xF0
        let header =
            [type] + Packets.u32(version.rawValue) + [UInt8(destination.count)] + destination + [UInt8(source.count)]
            + source + token
        let tag = AES128(key: secrets.key).seal(
            [], nonce: secrets.nonce, additional: [UInt8(original.count)] + original + header)
        return header + tag
    }

    /// A server's list of versions.
    static func negotiation(_ versions: [UInt32], destination: [UInt8] = [1, 2, 3, 4], source: [UInt8]) -> [UInt8] {
        [0x80, 0, 0, 0, 0, UInt8(destination.count)] + destination + [UInt8(source.count)] + source
            + versions.flatMap { Packets.u32($0) }
    }
}
