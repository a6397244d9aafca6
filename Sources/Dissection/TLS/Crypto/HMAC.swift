internal import CCrypto

/// A code by which only those who know the key can tell that a message is unchanged (RFC 2104).
enum HMAC {
    /// Computes the code of a message at once; nothing when the library refuses the hash function.
    static func code(_ hash: HashFunction, key: [UInt8], _ message: [UInt8]) -> [UInt8]? {
        guard let short = key.count <= hash.blockByteCount ? key : digest(hash, key) else { return nil }
        func padded(_ byte: UInt8) -> [UInt8] {
            var block = [UInt8](repeating: byte, count: hash.blockByteCount)
            for index in short.indices { block[index] ^= short[index] }
            return block
        }
        guard let inner = digest(hash, padded(0x36) + message) else { return nil }
        return digest(hash, padded(0x5C) + inner)
    }

    private static func digest(_ hash: HashFunction, _ message: [UInt8]) -> [UInt8]? {
        guard let function = unsafe hash.function else { return nil }
        var digest = [UInt8](repeating: 0, count: hash.byteCount)
        var count: UInt32 = 0
        let succeeded = unsafe EVP_Digest(message, message.count, &digest, &count, function, nil)
        return succeeded == 1 && Int(count) == hash.byteCount ? digest : nil
    }
}

extension HashFunction {
    /// Bytes that the function takes in at a time.
    fileprivate var blockByteCount: Int { self == .sha384 ? 128 : 64 }

    /// The library's function, looked up once: a look-up takes longer than to hash a key.
    fileprivate var function: OpaquePointer? {
        switch self {
        case .sha1: unsafe Self.fetchedSHA1
        case .sha256: unsafe Self.fetchedSHA256
        case .sha384: unsafe Self.fetchedSHA384
        }
    }

    // Never changed and never freed.
    private nonisolated(unsafe) static let fetchedSHA1 = unsafe EVP_MD_fetch(nil, "SHA1", nil)
    private nonisolated(unsafe) static let fetchedSHA256 = unsafe EVP_MD_fetch(nil, "SHA256", nil)
    private nonisolated(unsafe) static let fetchedSHA384 = unsafe EVP_MD_fetch(nil, "SHA384", nil)
}
