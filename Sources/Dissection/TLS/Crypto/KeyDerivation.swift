internal import CCrypto

/// How TLS and QUIC make keys out of secrets, by the system's OpenSSL.
///
/// Each function gives nothing where the library refuses, as it may where a policy forbids a hash function. HKDF is put
/// together here, because asking the library for it takes five times as long.
enum KeyDerivation {
    /// The first step of HKDF (RFC 5869, section 2.2): a secret with a salt.
    static func extract(_ hash: HashFunction, salt: [UInt8], _ secret: [UInt8]) -> [UInt8]? {
        HMAC.code(hash, key: salt, secret)
    }

    /// The second step with a label and a context (RFC 8446, section 7.1), as in `quic key` or `key`.
    ///
    /// The label goes without its prefix, which is another one in DTLS 1.3 (RFC 9147, section 5.9).
    static func expandLabel(
        _ hash: HashFunction, _ secret: [UInt8], _ label: String, context: [UInt8] = [], count: Int,
        prefix: String = "tls13 "
    ) -> [UInt8]? {
        let name = Array((prefix + label).utf8)
        guard name.count <= 255, context.count <= 255, (1...255 * hash.byteCount).contains(count) else { return nil }
        let information =
            [UInt8(count >> 8), UInt8(count & 0xFF), UInt8(name.count)] + name + [UInt8(context.count)] + context
        return expand(hash, secret, information, count: count)
    }

    /// The pseudorandom function of TLS 1.2 (RFC 5246, section 5), or of the versions before it where no hash is given
    /// (RFC 2246, section 5).
    static func prf(_ hash: HashFunction?, _ secret: [UInt8], _ label: String, seed: [UInt8], count: Int) -> [UInt8]? {
        let seed = Array(label.utf8) + seed
        var key = [UInt8](repeating: 0, count: count)
        let succeeded = unsafe ccrypto_derive(
            -1, hash?.name ?? "MD5-SHA1", secret, secret.count, [], 0, seed, seed.count, &key, count)
        return succeeded == 1 ? key : nil
    }

    /// RFC 5869, section 2.3.
    private static func expand(
        _ hash: HashFunction, _ secret: [UInt8], _ information: [UInt8], count: Int
    ) -> [UInt8]? {
        var (key, block): ([UInt8], [UInt8]) = ([], [])
        var number: UInt8 = 0
        while key.count < count {
            number += 1
            guard let next = HMAC.code(hash, key: secret, block + information + [number]) else { return nil }
            key += next
            block = next
        }
        return Array(key.prefix(count))
    }
}
