internal import CCrypto
internal import Glibc
internal import Observation

/// A name in a certificate (RFC 5280, section 4.1.2.4), read by the system's OpenSSL.
@safe final class DistinguishedName {
    /// The longest spelling that is kept.
    private static let textLimit = 1_024

    private let name: OpaquePointer

    /// Reads a name; nothing when the bytes are none.
    init?(parsing bytes: Span<UInt8>) {
        let parsed = unsafe bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var start = buffer.baseAddress
            return unsafe d2i_X509_NAME(nil, &start, buffer.count)
        }
        guard let parsed = unsafe parsed else { return nil }
        unsafe name = unsafe parsed
    }

    deinit {
        unsafe X509_NAME_free(name)
    }

    /// The name as RFC 2253 spells it, the most specific part first.
    var text: String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.textLimit) { buffer in
            let count = unsafe min(ccrypto_name_text(name, buffer.baseAddress, buffer.count), buffer.count)
            return unsafe String(
                decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]), as: UTF8.self)
        }
    }

    /// The last of its common names.
    var commonName: String? {
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
        let kept = unsafe UnsafeBufferPointer(start: text, count: min(Int(count), Self.textLimit))
        return unsafe String(decoding: kept, as: UTF8.self)
    }

    /// Whether another name is the same, but for the case of letters and repeated blanks.
    func isEqual(to other: DistinguishedName) -> Bool {
        unsafe X509_NAME_cmp(name, other.name) == 0
    }
}

/// The times in certificates.
enum CertificateTime {
    /// A time out of its element; nothing for one that is none.
    static func timestamp(_ element: [UInt8]) -> Timestamp? {
        let parsed = unsafe element.withUnsafeBufferPointer { buffer -> UnsafeMutablePointer<ASN1_TIME>? in
            var start = buffer.baseAddress
            return unsafe d2i_ASN1_TIME(nil, &start, buffer.count)
        }
        guard let time = unsafe parsed else { return nil }
        defer { unsafe ASN1_STRING_free(time) }
        var parts = unsafe tm()
        guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return unsafe Timestamp(seconds: Int64(timegm(&parts)))
    }
}
