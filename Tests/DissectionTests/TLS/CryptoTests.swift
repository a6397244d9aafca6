import TestSupport
import Testing

@testable import Dissection

@Suite("Keys and ciphers of TLS and QUIC")
struct CryptoTests {
    private static let pythonIsThere = PythonOracle.canImport("cryptography")

    private static func python(_ body: String) -> [UInt8] {
        Hex.bytes(
            PythonOracle.run(
                """
                import hmac, hashlib
                from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
                from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESCCM, ChaCha20Poly1305
                key16, key32, iv = bytes(range(16)), bytes(range(32)), bytes(range(100, 112))
                \(body)
                """, input: "") ?? "")
    }

    @Test("the example of QUIC's specification gives its keys")
    func quicInitial() throws {
        // RFC 9001, appendix A.1.
        let salt = Hex.bytes("38762cf7f55934b34d179ae6a4c80cadccbb7f0a")
        let initial = try #require(KeyDerivation.extract(.sha256, salt: salt, Hex.bytes("8394c8f03e515708")))
        #expect(Hex.text(initial) == "7db5df06e7a69e432496adedb00851923595221596ae2ae9fb8115c1e9ed0a44")
        let client = try #require(KeyDerivation.expandLabel(.sha256, initial, "client in", count: 32))
        #expect(Hex.text(client) == "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea")
        let hp = try #require(KeyDerivation.expandLabel(.sha256, client, "quic hp", count: 16))
        #expect(Hex.text(hp) == "9f50449e04a0e810283a1e9933adedd2")
        // Appendix A.2: the sample of the client's first packet.
        let mask = try #require(HeaderMask(.aes128GCM, key: hp))
        #expect(Self.mask(mask, "d1b1c98dd7689fb8ec11d242b123dc9b") == "437b9aec36")
        // Appendix A.5: ChaCha20.
        let other = try #require(
            HeaderMask(
                .chaCha20Poly1305,
                key: Hex.bytes("25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4")))
        #expect(Self.mask(other, "5e5cd55c41f69080575d7999c25a5bfb") == "aefefe7d03")
        #expect(Self.mask(other, "010203") == nil)
    }

    private static func mask(_ mask: HeaderMask, _ sample: String) -> String? {
        let sample = Hex.bytes(sample)
        guard let bytes = mask.mask(sample.span) else { return nil }
        return Hex.text((0..<5).map { bytes[$0] })
    }

    /// What a cipher makes of sealed bytes.
    private static func open(
        _ cipher: AEADCipher, _ sealed: [UInt8], _ number: UInt64, _ additional: String = "header"
    ) -> [UInt8]? {
        let header = Array(additional.utf8)
        var plaintext: [UInt8] = []
        let count = cipher.open(sealed.span, number: number, additional: header.span, into: &plaintext)
        return count.map { Array(plaintext.prefix($0)) }
    }

    @Test("the pseudorandom functions equal those written from the specification", .enabled(if: pythonIsThere))
    func prf() {
        let expected = Self.python(
            """
            def p(h, secret, seed, n):
                a, out = seed, b''
                while len(out) < n:
                    a = hmac.new(secret, a, h).digest()
                    out += hmac.new(secret, a + seed, h).digest()
                return out[:n]
            seed = b'key expansion' + bytes(range(64))
            s = bytes(range(1, 49))
            old = bytes(a ^ b for a, b in zip(p('md5', s[:24], seed, 104), p('sha1', s[24:], seed, 104)))
            print((p('sha256', s, seed, 104) + p('sha384', s, seed, 104) + old).hex())
            """)
        let (secret, seed) = (Array(1...48) as [UInt8], Array(0...63) as [UInt8])
        let found = [HashFunction.sha256, .sha384, nil].flatMap { hash in
            KeyDerivation.prf(hash, secret, "key expansion", seed: seed, count: 104) ?? []
        }
        #expect(found.count == 312)
        #expect(found == expected)
    }

    @Test(
        "what Python seals is opened, and nothing else is", .enabled(if: pythonIsThere),
        arguments: [
            (AEADCipher.Kind.aes128GCM, "AESGCM(key16)"), (.aes256GCM, "AESGCM(key32)"),
            (.chaCha20Poly1305, "ChaCha20Poly1305(key32)"), (.aes128CCM, "AESCCM(key16)"),
            (.aes256CCM, "AESCCM(key32)"), (.aes128CCM8, "AESCCM(key16, tag_length=8)"),
            (.aes256CCM8, "AESCCM(key32, tag_length=8)"),
        ])
    func open(kind: AEADCipher.Kind, python: String) throws {
        let key: [UInt8] = Array((0..<UInt8(kind.keyByteCount)))
        let iv: [UInt8] = Array(100..<112)
        let cipher = try #require(AEADCipher(kind, key: key, iv: iv))
        #expect(AEADCipher(kind, key: Array(key.dropLast()), iv: iv) == nil)
        let cases: [(Int, UInt64)] = [(1000, 0), (0, 1), (16, 2), (5, 0x0102_0304_0506), (16_384, 7)]
        for (length, number) in cases {
            let sealed = Self.python(
                """
                n = int.from_bytes(iv, 'big') ^ \(number)
                text = bytes(i & 255 for i in range(\(length)))
                print(\(python).encrypt(n.to_bytes(12, 'big'), text, b'header').hex())
                """)
            #expect(Self.open(cipher, sealed, number) == (0..<length).map { UInt8($0 & 255) })
            #expect(Self.open(cipher, sealed, number + 1) == nil)
            #expect(Self.open(cipher, sealed, number, "") == nil)
            #expect(Self.open(cipher, Array(sealed.prefix(kind.tagByteCount - 1)), number) == nil)
            var changed = sealed
            changed[changed.count / 2] ^= 1
            #expect(Self.open(cipher, changed, number) == nil)
        }
    }
}
