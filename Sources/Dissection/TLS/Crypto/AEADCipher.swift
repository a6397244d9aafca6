internal import CCrypto

/// Opens what an authenticated cipher sealed, record by record, with one context of the system's OpenSSL.
///
/// The nonce is the key's initialisation vector with the number of the record or packet added by exclusive or to its last
/// eight bytes (RFC 8446, section 5.3; RFC 9001, section 5.3). GCM in TLS 1.2 fits too: its vector is the salt followed by
/// eight zeros, and the number is the explicit part of the nonce (RFC 5288, section 3).
///
/// Nothing is allocated after the first records. Not for several threads.
@safe final class AEADCipher {
    /// The ciphers, each with its mode and the length of its tag.
    enum Kind: Sendable {
        case aes128GCM
        case aes256GCM
        case chaCha20Poly1305
        case aes128CCM
        case aes256CCM
        case aes128CCM8
        case aes256CCM8

        /// Bytes of a key.
        var keyByteCount: Int {
            switch self {
            case .aes128GCM, .aes128CCM, .aes128CCM8: 16
            case .aes256GCM, .chaCha20Poly1305, .aes256CCM, .aes256CCM8: 32
            }
        }

        /// Bytes by which what is sealed is longer than what it says.
        var tagByteCount: Int {
            switch self {
            case .aes128CCM8, .aes256CCM8: 8
            default: 16
            }
        }

        fileprivate var isCCM: Bool {
            switch self {
            case .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8: true
            default: false
            }
        }

        fileprivate var function: OpaquePointer? {
            switch self {
            case .aes128GCM: unsafe EVP_aes_128_gcm()
            case .aes256GCM: unsafe EVP_aes_256_gcm()
            case .chaCha20Poly1305: unsafe EVP_chacha20_poly1305()
            case .aes128CCM, .aes128CCM8: unsafe EVP_aes_128_ccm()
            case .aes256CCM, .aes256CCM8: unsafe EVP_aes_256_ccm()
            }
        }
    }

    /// Bytes of an initialisation vector.
    static let ivByteCount = 12

    let kind: Kind
    private let context: OpaquePointer
    private let key: [UInt8]
    private let iv: [UInt8]
    private var nonce: [UInt8]

    /// Prepares a cipher; nothing when a length is wrong or the library does not have it.
    init?(_ kind: Kind, key: [UInt8], iv: [UInt8]) {
        guard key.count == kind.keyByteCount, iv.count == Self.ivByteCount, let function = unsafe kind.function,
            let context = unsafe EVP_CIPHER_CTX_new()
        else { return nil }
        self.kind = kind
        unsafe self.context = unsafe context
        self.key = key
        self.iv = iv
        nonce = iv
        guard unsafe EVP_DecryptInit_ex(context, function, nil, nil, nil) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, 12, nil) == 1
        else { return nil }
        // CCM takes its key with each nonce, because the length of the tag has to be known first.
        guard unsafe kind.isCCM || EVP_DecryptInit_ex(context, nil, nil, key, nil) == 1 else { return nil }
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// Opens one record.
    ///
    /// - Parameters:
    ///   - sealed: the encrypted bytes with the tag after them.
    ///   - number: what the nonce is made with.
    ///   - additional: what is authenticated with them.
    ///   - plaintext: a buffer to be used again and again; it grows to what is needed and never shrinks.
    /// - Returns: how many bytes at the beginning of the buffer are the plaintext, or nothing when the tag is wrong. The
    ///   buffer's bytes mean nothing then.
    func open(
        _ sealed: Span<UInt8>, number: UInt64, additional: Span<UInt8>, into plaintext: inout [UInt8]
    ) -> Int? {
        let count = sealed.count - kind.tagByteCount
        guard count >= 0 else { return nil }
        // One more, so that the address of the buffer is one even for an empty plaintext.
        if plaintext.count <= count {
            plaintext.append(contentsOf: repeatElement(0, count: count + 1 - plaintext.count))
        }
        for index in 0..<8 {
            nonce[11 - index] = iv[11 - index] ^ UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
        }
        let isAuthentic = unsafe sealed.withUnsafeBufferPointer { sealed in
            unsafe additional.withUnsafeBufferPointer { additional in
                unsafe plaintext.withUnsafeMutableBufferPointer { plaintext in
                    unsafe decrypt(sealed, count, additional, plaintext)
                }
            }
        }
        return isAuthentic ? count : nil
    }

    private func decrypt(
        _ sealed: UnsafeBufferPointer<UInt8>, _ count: Int, _ additional: UnsafeBufferPointer<UInt8>,
        _ plaintext: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        guard let input = sealed.baseAddress, let output = plaintext.baseAddress else { return false }
        let tag = unsafe UnsafeMutableRawPointer(mutating: input + count)
        let tagLength = Int32(kind.tagByteCount)
        var length: Int32 = 0
        guard unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tagLength, tag) == 1,
            unsafe (kind.isCCM
                ? EVP_DecryptInit_ex(context, nil, nil, key, nonce)
                : EVP_DecryptInit_ex(context, nil, nil, nil, nonce)) == 1
        else { return false }
        if kind.isCCM {
            guard unsafe EVP_DecryptUpdate(context, nil, &length, nil, Int32(count)) == 1 else { return false }
        }
        if let address = additional.baseAddress, additional.count > 0 {
            guard unsafe EVP_DecryptUpdate(context, nil, &length, address, Int32(additional.count)) == 1 else {
                return false
            }
        }
        // CCM checks the tag here and must be asked even for nothing; the others check it at the end.
        guard unsafe EVP_DecryptUpdate(context, output, &length, input, Int32(count)) == 1 else { return false }
        return unsafe kind.isCCM || EVP_DecryptFinal_ex(context, output + Int(length), &length) == 1
    }
}
