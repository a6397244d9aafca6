/// Opens the Initial packets of one side.
///
/// RFC 9001, sections 5.3 and 5.4. Not for several threads.
final class QUICPacketProtection {
    private let cipher: AEADCipher
    private let mask: HeaderMask
    private var header: [UInt8] = []
    private var expectedNumber: UInt64 = 0

    /// Derives the keys; nothing where the system's cryptography refuses.
    init?(secret: [UInt8], labelPrefix: String) {
        guard let key = KeyDerivation.expandLabel(.sha256, secret, labelPrefix + " key", count: 16),
            let iv = KeyDerivation.expandLabel(.sha256, secret, labelPrefix + " iv", count: AEADCipher.ivByteCount),
            let maskKey = KeyDerivation.expandLabel(.sha256, secret, labelPrefix + " hp", count: 16),
            let cipher = AEADCipher(.aes128GCM, key: key, iv: iv), let mask = HeaderMask(.aes128GCM, key: maskKey)
        else { return nil }
        self.cipher = cipher
        self.mask = mask
    }

    /// Opens a packet.
    ///
    /// - Returns: how many bytes at the beginning of the buffer are its frames, or nothing when it was not sealed with these
    ///   keys.
    func open(_ datagram: Span<UInt8>, _ packet: QUICPacketHeader, into frames: inout [UInt8]) -> Int? {
        let start = packet.payload.lowerBound
        // The sample is taken as if the packet number had its full length.
        let sample = start + 4..<start + 4 + HeaderMask.sampleByteCount
        guard sample.upperBound <= packet.payload.upperBound,
            let mask = mask.mask(datagram.extracting(sample))
        else { return nil }
        let first = datagram[packet.packet.lowerBound] ^ (mask[0] & 0x0F)
        let length = Int(first & 3) + 1
        header.removeAll(keepingCapacity: true)
        header.append(datagram.extracting(packet.packet.lowerBound..<start + length))
        header[0] = first
        var truncated: UInt64 = 0
        for index in 0..<length {
            let place = header.count - length + index
            header[place] ^= mask[1 + index]
            truncated = truncated << 8 | UInt64(header[place])
        }
        let number = fullNumber(truncated, length)
        let sealed = datagram.extracting(start + length..<packet.payload.upperBound)
        guard let count = cipher.open(sealed, number: number, additional: header.span, into: &frames) else {
            return nil
        }
        expectedNumber = max(expectedNumber, number + 1)
        return count
    }

    /// The packet number that is nearest to the one expected (RFC 9000, appendix A.3).
    private func fullNumber(_ truncated: UInt64, _ length: Int) -> UInt64 {
        let window: UInt64 = 1 << UInt64(8 * length)
        let candidate = expectedNumber & ~(window - 1) | truncated
        if candidate + window / 2 <= expectedNumber, candidate < 1 << 62 - window { return candidate + window }
        if candidate > expectedNumber + window / 2, candidate >= window { return candidate - window }
        return candidate
    }
}
