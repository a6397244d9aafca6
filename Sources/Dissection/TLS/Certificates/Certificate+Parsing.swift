internal import CCrypto
internal import Observation

extension Certificate {
    /// The longest certificate that is read.
    static let byteLimit = 65_536

    /// How many alternative names are kept.
    private static let nameLimit = 128

    /// The longest spelling of a name that is kept.
    private static let textLimit = 1_024

    /// Reads a certificate in DER, by the system's OpenSSL; nothing when it is none.
    package init?(parsing bytes: Span<UInt8>) {
        guard bytes.count <= Self.byteLimit, let digest = SHA256.digest(bytes.bytes(0..<bytes.count)) else {
            return nil
        }
        let parsed = unsafe bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var start = buffer.baseAddress
            return unsafe d2i_X509(nil, &start, buffer.count)
        }
        guard let parsed = unsafe parsed else { return nil }
        defer { unsafe X509_free(parsed) }
        let (subjectName, issuerName) = unsafe (X509_get_subject_name(parsed), X509_get_issuer_name(parsed))
        unsafe subject = Self.text(of: subjectName)
        unsafe issuer = Self.text(of: issuerName)
        unsafe commonName = Self.commonName(of: subjectName)
        unsafe isSelfSigned = X509_NAME_cmp(subjectName, issuerName) == 0
        unsafe notBefore = Self.time(X509_get0_notBefore(parsed))
        unsafe notAfter = Self.time(X509_get0_notAfter(parsed))
        fingerprint = HexadecimalText.of(digest)
        unsafe takeAlternativeNames(of: parsed)
    }

    private static func text(of name: OpaquePointer?) -> String {
        guard let name = unsafe name else { return "" }
        var text = [CChar](repeating: 0, count: textLimit)
        let count = unsafe min(ccrypto_name_text(name, &text, text.count), textLimit)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func commonName(of name: OpaquePointer?) -> String? {
        var (index, last): (Int32, Int32) = (-1, -1)
        repeat {
            last = index
            index = unsafe X509_NAME_get_index_by_NID(name, NID_commonName, index)
        } while index >= 0
        guard last >= 0, let entry = unsafe X509_NAME_get_entry(name, last) else { return nil }
        var text: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry))
        guard count >= 0, let text = unsafe text else { return nil }
        defer { unsafe CRYPTO_free(text, #file, 0) }
        let kept = unsafe UnsafeBufferPointer(start: text, count: min(Int(count), textLimit))
        return unsafe String(decoding: kept, as: UTF8.self)
    }

    /// A time in a certificate; nothing for one that is none.
    private static func time(_ time: UnsafePointer<ASN1_TIME>?) -> Timestamp? {
        guard let time = unsafe time, let epoch = unsafe ASN1_TIME_set(nil, 0) else { return nil }
        defer { unsafe ASN1_STRING_free(epoch) }
        var (days, seconds): (Int32, Int32) = (0, 0)
        guard unsafe ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
        return Timestamp(seconds: Int64(days) * 86_400 + Int64(seconds))
    }

    private mutating func takeAlternativeNames(of parsed: OpaquePointer) {
        guard let list = unsafe X509_get_ext_d2i(parsed, NID_subject_alt_name, nil, nil) else { return }
        let names = OpaquePointer(list)
        defer { unsafe GENERAL_NAMES_free(names) }
        for index in unsafe 0..<min(ccrypto_alternative_name_count(names), Int32(Self.nameLimit)) {
            var (start, count): (UnsafePointer<UInt8>?, Int) = (nil, 0)
            let kind = unsafe ccrypto_alternative_name(names, index, &start, &count)
            guard let start = unsafe start, count <= 255 else { continue }
            let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
            if kind == GEN_DNS {
                hostNames.append(String(decoding: bytes, as: UTF8.self).lowercased())
            } else if let address = IPAddress(networkOrder: bytes) {
                addresses.append(address)
            }
        }
    }
}

extension IPAddress {
    /// An address out of its four or sixteen bytes.
    fileprivate init?(networkOrder bytes: [UInt8]) {
        func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        switch bytes.count {
        case 4: self.init(v4: UInt32(number(0..<4)))
        case 16: self.init(v6High: number(0..<8), low: number(8..<16))
        default: return nil
        }
    }
}
