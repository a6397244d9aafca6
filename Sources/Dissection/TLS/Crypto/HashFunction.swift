internal import CCrypto

/// The hash functions on which TLS and QUIC build their keys and codes.
enum HashFunction: Sendable {
    case sha1
    case sha256
    case sha384

    /// Bytes of a hash value.
    var byteCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        }
    }

    /// OpenSSL's name of the function.
    var name: String {
        switch self {
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha384: "SHA384"
        }
    }
}
