/// A known flaw of a product, as the Open Source Vulnerability format (OSV) describes it.
package struct Advisory: Sendable, Identifiable {
    /// The identifier: `CVE-…`, `GHSA-…`, `GO-…`.
    package let id: String
    /// The product's identifier in `Rules/products/`, from `database_specific.product`.
    package let product: String
    /// What an attacker gets.
    package let summary: String
    /// `critical`, `high`, `medium`, `low` or `unrated`.
    package let severity: String
    /// How versions are compared.
    package let scheme: VersionScheme
    /// The ranges of versions that are affected.
    package let ranges: [AffectedRange]

    package init(
        id: String, product: String, summary: String, severity: String, scheme: VersionScheme, ranges: [AffectedRange]
    ) {
        self.id = id
        self.product = product
        self.summary = summary
        self.severity = severity
        self.scheme = scheme
        self.ranges = ranges
    }

    /// The range a version falls into; nothing when it falls into none or does not read as a version.
    package func range(affecting version: String) -> AffectedRange? {
        guard let version = Version(version, scheme: scheme) else { return nil }
        return ranges.first { $0.contains(version, scheme: scheme) }
    }
}

/// A range of affected versions.
package struct AffectedRange: Hashable, Sendable {
    /// The first affected version; `0` for all before.
    package let introduced: String
    /// The first version that is not affected any more.
    package let fixed: String?
    /// The last affected version, where no fixed one is known.
    package let lastAffected: String?

    package init(introduced: String, fixed: String?, lastAffected: String?) {
        self.introduced = introduced
        self.fixed = fixed
        self.lastAffected = lastAffected
    }

    func contains(_ version: Version, scheme: VersionScheme) -> Bool {
        if introduced != "0", let first = Version(introduced, scheme: scheme), version < first { return false }
        if let fixed { return Version(fixed, scheme: scheme).map { version < $0 } ?? false }
        if let lastAffected { return Version(lastAffected, scheme: scheme).map { version <= $0 } ?? false }
        return true
    }
}
