/// Splits a host name into what was registered and what its owner put before it.
///
/// The registered part is the last two labels, or three where the last two are one of the suffixes listed here. That list is
/// short on purpose and knows only the common ones; for others the split comes one label too late.
package struct RegisteredDomain: Equatable, Sendable {
    /// The registered domain; the whole name when it has no more labels than that.
    package let domain: String

    /// The labels before it, the first one first.
    package let labels: [String]

    /// The labels before it as one text, or nothing when there are none.
    package var subdomain: String? { labels.isEmpty ? nil : labels.joined(separator: ".") }

    /// Splits a name in the case in which it is given.
    package init(_ name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: true)
        let isLong = parts.count > 2 && Self.suffixes.contains(parts.suffix(2).joined(separator: ".").lowercased())
        let kept = min(parts.count, isLong ? 3 : 2)
        domain = kept == 0 ? name : parts.suffix(kept).joined(separator: ".")
        labels = parts.dropLast(kept).map(String.init)
    }

    private static let suffixes: Set<String> = [
        "ac.jp", "ac.nz", "ac.uk", "ac.za", "co.id", "co.il", "co.in", "co.jp", "co.ke", "co.kr", "co.nz", "co.th",
        "co.uk",
        "co.za", "com.ar", "com.au", "com.br", "com.cn", "com.co", "com.eg", "com.hk", "com.mx", "com.my", "com.ng",
        "com.pe",
        "com.ph", "com.pk", "com.pl", "com.sa", "com.sg", "com.tr", "com.tw", "com.ua", "com.vn", "edu.au", "edu.cn",
        "go.jp",
        "gov.au", "gov.br", "gov.cn", "gov.in", "gov.uk", "ne.jp", "net.au", "net.br", "net.cn", "net.nz", "net.uk",
        "or.jp",
        "or.kr", "org.au", "org.br", "org.cn", "org.nz", "org.uk", "org.za",
    ]
}
