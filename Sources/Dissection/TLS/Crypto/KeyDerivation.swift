internal import CCrypto

/// How TLS and QUIC make keys out of secrets, by the system's OpenSSL.
///
/// Each function gives nothing where the library refuses, as it may where a policy forbids a hash function.
enum KeyDerivation {
    /// The first step of HKDF (RFC 5869, section 2.2): a secret with a salt.
    static func extract(_ hash: HashFunction, salt: [UInt8], _ secret: [UInt8]) -> [UInt8]? {
        derive(EVP_KDF_HKDF_MODE_EXTRACT_ONLY, hash.name, secret, salt: salt, count: hash.byteCount)
    }

    /// The second step with a label and a context (RFC 8446, section 7.1), as in `quic key` or `key`.
    ///
    /// The label goes without its prefix, which is another one in DTLS 1.3 (RFC 9147, section 5.9).
    static func expandLabel(
        _ hash: HashFunction, _ secret: [UInt8], _ label: String, context: [UInt8] = [], count: Int,
        prefix: String = "tls13 "
    ) -> [UInt8]? {
        let name = Array((prefix + label).utf8)
        guard name.count <= 255, context.count <= 255, (1...65_535).contains(count) else { return nil }
        let information =
            [UInt8(count >> 8), UInt8(count & 0xFF), UInt8(name.count)] + name + [UInt8(context.count)] + context
        return derive(EVP_KDF_HKDF_MODE_EXPAND_ONLY, hash.name, secret, seed: information, count: count)
    }

    /// The pseudorandom function of TLS 1.2 (RFC 5246, section 5), or of the versions before it where no hash is given
    /// (RFC 2246, section 5).
    static func prf(_ hash: HashFunction?, _ secret: [UInt8], _ label: String, seed: [UInt8], count: Int) -> [UInt8]? {
        derive(-1, hash?.name ?? "MD5-SHA1", secret, seed: Array(label.utf8) + seed, count: count)
    }

    private static func derive(
        _ mode: Int32, _ hash: String, _ secret: [UInt8], salt: [UInt8] = [], seed: [UInt8] = [], count: Int
    ) -> [UInt8]? {
        var key = [UInt8](repeating: 0, count: count)
        let succeeded = unsafe ccrypto_derive(
            mode, hash, secret, secret.count, salt, salt.count, seed, seed.count, &key, count)
        return succeeded == 1 ? key : nil
    }
}
