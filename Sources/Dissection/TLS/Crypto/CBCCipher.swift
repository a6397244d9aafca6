internal import CCrypto

/// Opens records of the block ciphers before TLS 1.3: AES in CBC mode with a code made by HMAC (RFC 5246, section 6.2.3.2).
///
/// Nothing is allocated after the first records. Not for several threads.
@safe final class CBCCipher {
    /// Bytes of a block, and of an initialisation vector.
    static let blockByteCount = 16

    private let context: OpaquePointer
    private let code: OpaquePointer
    private let codeByteCount: Int
    private let codeFollowsEncryption: Bool
    private var expected = [UInt8](repeating: 0, count: 64)

    /// Prepares a cipher; nothing when the key's length is wrong or the library does not have it.
    ///
    /// The code may be that of the encrypted bytes and follow them (RFC 7366).
    init?(key: [UInt8], codeKey: [UInt8], _ hash: HashFunction, codeFollowsEncryption: Bool) {
        guard key.count == 16 || key.count == 32, let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        guard let code = unsafe ccrypto_hmac(hash.name, codeKey, codeKey.count) else {
            unsafe EVP_CIPHER_CTX_free(context)
            return nil
        }
        unsafe self.context = unsafe context
        unsafe self.code = unsafe code
        codeByteCount = hash.byteCount
        self.codeFollowsEncryption = codeFollowsEncryption
        let function = unsafe key.count == 16 ? EVP_aes_128_cbc() : EVP_aes_256_cbc()
        guard unsafe EVP_DecryptInit_ex(context, function, nil, key, nil) == 1,
            unsafe EVP_CIPHER_CTX_set_padding(context, 0) == 1
        else { return nil }
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
        unsafe EVP_MAC_CTX_free(code)
    }

    /// Bytes after the last block.
    var trailerByteCount: Int { codeFollowsEncryption ? codeByteCount : 0 }

    /// Opens one record.
    ///
    /// - Parameters:
    ///   - sealed: the whole blocks, and after them the code where it follows encryption.
    ///   - iv: the initialisation vector; where the record carries it, it is a part of what the code covers.
    ///   - isExplicit: whether the record carries it.
    ///   - header: the record's number, type and version: the code's first eleven bytes.
    ///   - plaintext: a buffer to be used again and again; it grows to what is needed and never shrinks.
    /// - Returns: how many bytes at the beginning of the buffer are the plaintext, or nothing when padding or code is
    ///   wrong.
    func open(
        _ sealed: Span<UInt8>, iv: Span<UInt8>, isExplicit: Bool, header: Span<UInt8>, into plaintext: inout [UInt8]
    ) -> Int? {
        let blocks = sealed.count - trailerByteCount
        guard iv.count == Self.blockByteCount, blocks > 0, blocks % Self.blockByteCount == 0 else { return nil }
        if plaintext.count < blocks { plaintext.append(contentsOf: repeatElement(0, count: blocks - plaintext.count)) }
        if codeFollowsEncryption {
            let covered = blocks + (isExplicit ? iv.count : 0)
            let isAuthentic = isCode(
                sealed.extracting(blocks..<sealed.count), of: header, covered, isExplicit ? iv : Span(),
                sealed.extracting(0..<blocks))
            guard isAuthentic else { return nil }
        }
        guard decrypt(sealed.extracting(0..<blocks), iv, into: &plaintext) else { return nil }
        let padding = Int(plaintext[blocks - 1]) + 1
        let count = blocks - padding - (codeByteCount - trailerByteCount)
        guard count >= 0 else { return nil }
        for index in blocks - padding..<blocks where Int(plaintext[index]) + 1 != padding { return nil }
        guard !codeFollowsEncryption else { return count }
        let content = plaintext.span
        let isAuthentic = isCode(
            content.extracting(count..<count + codeByteCount), of: header, count, Span(), content.extracting(0..<count))
        return isAuthentic ? count : nil
    }

    private func decrypt(_ sealed: Span<UInt8>, _ iv: Span<UInt8>, into plaintext: inout [UInt8]) -> Bool {
        var length: Int32 = 0
        return unsafe sealed.withUnsafeBufferPointer { sealed in
            unsafe iv.withUnsafeBufferPointer { iv in
                unsafe EVP_DecryptInit_ex(context, nil, nil, nil, iv.baseAddress) == 1
                    && EVP_DecryptUpdate(context, &plaintext, &length, sealed.baseAddress, Int32(sealed.count)) == 1
            }
        }
    }

    /// Whether a code is that of the header, a length of two bytes and two pieces.
    private func isCode(
        _ found: Span<UInt8>, of header: Span<UInt8>, _ length: Int, _ first: Span<UInt8>, _ second: Span<UInt8>
    ) -> Bool {
        let lengthBytes: [UInt8] = [UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)]
        guard unsafe EVP_MAC_init(code, nil, 0, nil) == 1, update(header), update(lengthBytes.span), update(first),
            update(second)
        else { return false }
        var count = 0
        guard unsafe EVP_MAC_final(code, &expected, &count, expected.count) == 1, count == found.count else {
            return false
        }
        for index in 0..<count where expected[index] != found[index] { return false }
        return true
    }

    private func update(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.isEmpty
            || bytes.withUnsafeBufferPointer { unsafe EVP_MAC_update(code, $0.baseAddress, $0.count) == 1 }
    }
}
