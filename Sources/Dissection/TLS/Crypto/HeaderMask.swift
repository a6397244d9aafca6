internal import CCrypto

/// The masks that hide packet numbers: of QUIC headers (RFC 9001, section 5.4) and of DTLS 1.3 (RFC 9147, section 4.2.3).
///
/// Not for several threads.
@safe final class HeaderMask {
    /// Bytes of the encrypted payload that a mask is made from.
    static let sampleByteCount = 16

    private let context: OpaquePointer
    private let isChaCha20: Bool
    private var mask = [UInt8](repeating: 0, count: 32)
    private let zeros = [UInt8](repeating: 0, count: 5)

    /// Prepares the masks that go with a cipher; nothing when the key's length is wrong.
    init?(_ kind: AEADCipher.Kind, key: [UInt8]) {
        isChaCha20 = kind == .chaCha20Poly1305
        let function =
            unsafe isChaCha20 ? EVP_chacha20() : kind.keyByteCount == 16 ? EVP_aes_128_ecb() : EVP_aes_256_ecb()
        guard key.count == kind.keyByteCount, let function = unsafe function,
            let context = unsafe EVP_CIPHER_CTX_new()
        else { return nil }
        unsafe self.context = unsafe context
        guard unsafe EVP_EncryptInit_ex(context, function, nil, key, nil) == 1 else { return nil }
        _ = unsafe EVP_CIPHER_CTX_set_padding(context, 0)
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// The five bytes for a sample of 16 bytes, the first in the lowest place; nothing for a sample of another length.
    func mask(_ sample: Span<UInt8>) -> InlineArray<5, UInt8>? {
        guard sample.count == Self.sampleByteCount else { return nil }
        var length: Int32 = 0
        let succeeded = unsafe sample.withUnsafeBufferPointer { sample in
            guard isChaCha20 else { return unsafe EVP_EncryptUpdate(context, &mask, &length, sample.baseAddress, 16) }
            // The first four bytes are the counter and the rest the nonce, which is how OpenSSL takes them too.
            guard unsafe EVP_EncryptInit_ex(context, nil, nil, nil, sample.baseAddress) == 1 else { return 0 }
            return unsafe EVP_EncryptUpdate(context, &mask, &length, zeros, 5)
        }
        guard succeeded == 1, length >= 5 else { return nil }
        return [mask[0], mask[1], mask[2], mask[3], mask[4]]
    }
}
