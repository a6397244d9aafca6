/// Opens the records of one direction under one set of keys.
///
/// Not for several threads.
final class RecordProtection {
    /// A record that was opened: what it is, and how many bytes of the buffer are its content.
    struct Opened {
        let type: UInt8
        let count: Int
    }

    private enum Cipher {
        /// RFC 8446, section 5.2.
        case modern(AEADCipher)
        /// RFC 5246, section 6.2.3.3; with eight bytes of the nonce in the record unless it is ChaCha20.
        case aead(AEADCipher, isNonceExplicit: Bool)
        /// RFC 5246, section 6.2.3.2; before TLS 1.1 the last block of a record begins the next one.
        case cbc(CBCCipher, isIVExplicit: Bool)
    }

    private let cipher: Cipher
    private var chainedBlock: [UInt8]
    private var additional: [UInt8] = []

    /// The number of the next record.
    var number: UInt64 = 0

    /// The keys that a secret of TLS 1.3 gives (RFC 8446, section 7.3).
    init?(_ suite: CipherSuite, secret: [UInt8]) {
        let hash = suite.hash
        guard suite.isModern, case .aead(let kind) = suite.protection, secret.count == hash.byteCount,
            let key = KeyDerivation.expandLabel(hash, secret, "key", count: kind.keyByteCount),
            let iv = KeyDerivation.expandLabel(hash, secret, "iv", count: AEADCipher.ivByteCount),
            let cipher = AEADCipher(kind, key: key, iv: iv)
        else { return nil }
        self.cipher = .modern(cipher)
        chainedBlock = []
    }

    /// The keys that a master secret gives to one side (RFC 5246, section 6.3); nothing for SSL 3.0.
    init?(_ server: ServerHello, clientRandom: [UInt8], master: [UInt8], isClient: Bool) {
        guard (TLSVersion.tls10.rawValue...TLSVersion.tls12.rawValue).contains(server.version.rawValue),
            let protection = server.cipherSuite.protection, !server.cipherSuite.isModern
        else { return nil }
        let hash = server.version == .tls12 ? server.cipherSuite.hash : nil
        let isIVExplicit = server.version != .tls10
        let (codeLength, keyLength, ivLength) =
            switch protection {
            case .aead(let kind): (0, kind.keyByteCount, kind == .chaCha20Poly1305 ? 12 : 4)
            case .cbc(let keyByteCount, let hash): (hash.byteCount, keyByteCount, isIVExplicit ? 0 : 16)
            }
        guard
            let block = KeyDerivation.prf(
                hash, master, "key expansion", seed: server.random + clientRandom,
                count: 2 * (codeLength + keyLength + ivLength))
        else { return nil }
        func part(_ length: Int, after start: Int) -> [UInt8] {
            let first = start + (isClient ? 0 : length)
            return Array(block[first..<first + length])
        }
        let key = part(keyLength, after: 2 * codeLength)
        let iv = part(ivLength, after: 2 * (codeLength + keyLength))
        switch protection {
        case .aead(let kind):
            let padded = iv + [UInt8](repeating: 0, count: AEADCipher.ivByteCount - ivLength)
            guard server.version == .tls12, let cipher = AEADCipher(kind, key: key, iv: padded) else { return nil }
            self.cipher = .aead(cipher, isNonceExplicit: kind != .chaCha20Poly1305)
        case .cbc(_, let hash):
            guard
                let cipher = CBCCipher(
                    key: key, codeKey: part(codeLength, after: 0), hash,
                    codeFollowsEncryption: server.codeFollowsEncryption)
            else { return nil }
            self.cipher = .cbc(cipher, isIVExplicit: isIVExplicit)
        }
        chainedBlock = iv
    }

    /// By how many bytes a record is longer than its content, header included; for block ciphers the least it can be.
    var overhead: Int {
        switch cipher {
        case .modern(let cipher): 5 + cipher.kind.tagByteCount + 1
        case .aead(let cipher, let isNonceExplicit): 5 + cipher.kind.tagByteCount + (isNonceExplicit ? 8 : 0)
        case .cbc: 5 + CBCCipher.blockByteCount
        }
    }

    /// Opens a record, trying the numbers from the next one on, and goes on to the number after it.
    ///
    /// - Parameters:
    ///   - body: what follows the record's header.
    ///   - type: the type in the header.
    ///   - version: the version in the header.
    ///   - uncertainty: how many records may have been missed.
    ///   - plaintext: a buffer to be used again and again.
    /// - Returns: what was opened; nothing when no number fits.
    func open(
        _ body: Span<UInt8>, type: UInt8, version: UInt16, uncertainty: Int, into plaintext: inout [UInt8]
    ) -> Opened? {
        for missed in 0...UInt64(max(0, uncertainty)) {
            guard let opened = open(body, type, version, number: number &+ missed, into: &plaintext) else { continue }
            number = number &+ missed &+ 1
            follow(body)
            return opened
        }
        return nil
    }

    /// Notes a record that is not opened, whose last block the next one may begin with.
    func follow(_ body: Span<UInt8>) {
        guard case .cbc(let cipher, isIVExplicit: false) = cipher else { return }
        let end = body.count - cipher.trailerByteCount
        guard end >= CBCCipher.blockByteCount else { return }
        chainedBlock = body.bytes(end - CBCCipher.blockByteCount..<end)
    }

    private func open(
        _ body: Span<UInt8>, _ type: UInt8, _ version: UInt16, number: UInt64, into plaintext: inout [UInt8]
    ) -> Opened? {
        // Taken out and put back, so that the buffer is used again and again.
        var additional = exchange(&self.additional, with: [])
        defer { self.additional = additional }
        additional.removeAll(keepingCapacity: true)
        switch cipher {
        case .modern(let cipher):
            additional.append(type: type, version)
            additional.append(number: UInt64(body.count), byteCount: 2)
            let count = cipher.open(body, number: number, additional: additional.span, into: &plaintext)
            return count.flatMap { Self.inner(plaintext, $0) }
        case .aead(let cipher, let isNonceExplicit):
            var offset = 0
            guard let nonce = isNonceExplicit ? try? body.readUInt64(&offset) : number else { return nil }
            let sealed = body.extracting(offset..<body.count)
            guard sealed.count >= cipher.kind.tagByteCount else { return nil }
            additional.append(number: number, byteCount: 8)
            additional.append(type: type, version)
            additional.append(number: UInt64(sealed.count - cipher.kind.tagByteCount), byteCount: 2)
            return cipher.open(sealed, number: nonce, additional: additional.span, into: &plaintext)
                .map { Opened(type: type, count: $0) }
        case .cbc(let cipher, let isIVExplicit):
            additional.append(number: number, byteCount: 8)
            additional.append(type: type, version)
            var iv = chainedBlock
            var start = 0
            if isIVExplicit {
                start = CBCCipher.blockByteCount
                guard body.count >= start else { return nil }
                iv = body.bytes(0..<start)
            }
            let count = cipher.open(
                body.extracting(start..<body.count), iv: iv.span, isExplicit: isIVExplicit, header: additional.span,
                into: &plaintext)
            return count.map { Opened(type: type, count: $0) }
        }
    }

    /// The type behind the content, and zeros behind the type (RFC 8446, section 5.4).
    private static func inner(_ plaintext: [UInt8], _ count: Int) -> Opened? {
        var end = count
        while end > 0, plaintext[end - 1] == 0 { end -= 1 }
        return end > 0 ? Opened(type: plaintext[end - 1], count: end - 1) : nil
    }
}

extension [UInt8] {
    /// Appends the last bytes of a number in network order.
    fileprivate mutating func append(number: UInt64, byteCount: Int) {
        for shift in stride(from: 8 * (byteCount - 1), through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }

    /// Appends a record's type and version.
    fileprivate mutating func append(type: UInt8, _ version: UInt16) {
        append(type)
        append(number: UInt64(version), byteCount: 2)
    }
}
