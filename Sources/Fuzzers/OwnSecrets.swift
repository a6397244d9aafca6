internal import CCrypto

@testable import Dissection

/// A connection whose secrets are known: its hellos, its key log, and records that are sealed as its ends would.
enum OwnSecrets {
    private static let random = [UInt8](repeating: 0x5A, count: 32)

    /// The key log in which all of its secrets are.
    static let keyLog: KeyLog = {
        let log = KeyLog()
        let hexadecimal = String(repeating: "5a", count: 32)
        var lines = "CLIENT_RANDOM \(hexadecimal) \(String(repeating: "c3", count: 48))\n"
        for name in [
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0",
            "SERVER_TRAFFIC_SECRET_0",
        ] {
            lines += "\(name) \(hexadecimal) \(hexadecimal)\n"
        }
        log.append(Array(lines.utf8).span)
        return log
    }()

    /// The hello of its client.
    static let clientHello = handshake(
        1,
        [3, 3] + random + [0, 0, 6, 0x13, 1, 0, 0x2F, 0xC0, 0x2F, 1, 0, 0, 22] + [0, 43, 0, 5, 4, 3, 4, 3, 3]
            + [0, 16, 0, 5, 0, 3, 2, 0x68, 0x32, 0, 22, 0, 0])

    /// The hello of its server in TLS 1.3.
    static let serverHello = handshake(2, [3, 3] + random + [0, 0x13, 1, 0, 0, 6, 0, 43, 0, 2, 3, 4])

    /// The hello of its server in TLS 1.2, with a suite of the client's.
    static func olderServerHello(_ suite: [UInt8]) -> [UInt8] {
        handshake(2, [3, 3] + random + [0] + suite + [0]) + [20, 3, 3, 0, 1, 1]
    }

    private static func handshake(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [22, 3, 3, 0, UInt8(body.count + 4), type, 0, 0, UInt8(body.count)] + body
    }

    /// A record of TLS 1.3 with content of a type, the first one of its side being number zero.
    static func record(_ content: [UInt8], type: UInt8, number: UInt8) -> [UInt8] {
        let plaintext = content + [type]
        var record: [UInt8] = [
            23, 3, 3, UInt8(truncatingIfNeeded: (plaintext.count + 16) >> 8),
            UInt8(truncatingIfNeeded: plaintext.count + 16),
        ]
        guard let key = KeyDerivation.expandLabel(.sha256, random, "key", count: 16),
            var iv = KeyDerivation.expandLabel(.sha256, random, "iv", count: 12),
            let context = EVP_CIPHER_CTX_new()
        else { return [] }
        defer { EVP_CIPHER_CTX_free(context) }
        iv[11] ^= number
        var sealed = [UInt8](repeating: 0, count: plaintext.count)
        var tag = [UInt8](repeating: 0, count: 16)
        var length: Int32 = 0
        EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), nil, key, iv)
        EVP_EncryptUpdate(context, nil, &length, record, 5)
        EVP_EncryptUpdate(context, &sealed, &length, plaintext, Int32(plaintext.count))
        EVP_EncryptFinal_ex(context, &tag, &length)
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, &tag)
        record += sealed + tag
        return record
    }
}
