/// A cipher suite, by its number in the registry of IANA.
package struct CipherSuite: Hashable, Sendable {
    /// The number.
    package let rawValue: UInt16

    /// Creates a cipher suite.
    package init(_ rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// How the records of a suite are protected.
    enum Protection: Equatable, Sendable {
        case aead(AEADCipher.Kind)
        case cbc(keyByteCount: Int, HashFunction)
    }

    /// How its records are protected; nothing for a suite that is not decrypted.
    var protection: Protection? {
        switch bulk {
        case "AES_128_GCM_SHA256": .aead(.aes128GCM)
        case "AES_256_GCM_SHA384": .aead(.aes256GCM)
        case "CHACHA20_POLY1305_SHA256": .aead(.chaCha20Poly1305)
        case "AES_128_CCM", "AES_128_CCM_SHA256": .aead(.aes128CCM)
        case "AES_256_CCM", "AES_256_CCM_SHA384": .aead(.aes256CCM)
        case "AES_128_CCM_8", "AES_128_CCM_8_SHA256": .aead(.aes128CCM8)
        case "AES_256_CCM_8": .aead(.aes256CCM8)
        case "AES_128_CBC_SHA": .cbc(keyByteCount: 16, .sha1)
        case "AES_256_CBC_SHA": .cbc(keyByteCount: 32, .sha1)
        case "AES_128_CBC_SHA256": .cbc(keyByteCount: 16, .sha256)
        case "AES_256_CBC_SHA256": .cbc(keyByteCount: 32, .sha256)
        case "AES_256_CBC_SHA384": .cbc(keyByteCount: 32, .sha384)
        default: nil
        }
    }

    /// The hash function of its key derivation (RFC 5246, section 5; RFC 8446, section 7.1).
    var hash: HashFunction { bulk.hasSuffix("SHA384") ? .sha384 : .sha256 }

    /// Whether it is one of TLS 1.3.
    package var isModern: Bool { rawValue >> 8 == 0x13 }

    /// The part of the name that says how records are protected.
    private var bulk: Substring {
        let name = name
        guard !isModern else { return name.dropFirst(4) }
        var rest = Substring(name)
        while let first = rest.firstIndex(of: "_") {
            let isMark = rest[..<first] == "WITH"
            rest = rest[rest.index(after: first)...]
            if isMark { return rest }
        }
        return ""
    }
}
