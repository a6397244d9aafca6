/// How a body was made smaller for its transfer (RFC 9110, section 8.4.1; RFC 7932; RFC 8878).
package enum ContentCoding: String, CaseIterable, Sendable {
    case gzip
    case deflate
    case brotli = "br"
    case zstd

    /// The coding of a name as it stands in a field.
    init?(name: some StringProtocol) {
        switch name.lowercased() {
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        case "br": self = .brotli
        case "zstd": self = .zstd
        default: return nil
        }
    }

    /// Codings in the order in which they were applied, or nothing when one of them is not known or there are too many.
    static func list(_ names: [String]) -> [ContentCoding]? {
        var codings: [ContentCoding] = []
        for name in names where name.lowercased() != "identity" {
            guard let coding = ContentCoding(name: name), codings.count < stackLimit else { return nil }
            codings.append(coding)
        }
        return codings
    }

    /// How many codings may lie over each other; nobody uses more than two.
    static let stackLimit = 4
}
