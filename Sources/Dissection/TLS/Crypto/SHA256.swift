internal import CCrypto

/// The hash function SHA-256 (FIPS 180-4), by the system's OpenSSL.
enum SHA256 {
    /// Hashes a message at once; nothing when the library refuses, as it may where a policy forbids the function.
    static func digest(_ message: [UInt8]) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        let succeeded = unsafe EVP_Digest(message, message.count, &digest, &count, EVP_sha256(), nil)
        return succeeded == 1 && count == 32 ? digest : nil
    }
}
