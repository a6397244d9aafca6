extension Advisory {
    /// Reads one OSV document of `Rules/advisories/`; JSON is read as the YAML that it is.
    ///
    /// Keys of OSV that are not used here are let pass, since the format has many. A withdrawn advisory gives none.
    /// `database_specific` holds `product`, `severity` and `scheme` (`semver`, `pep440`, `build`).
    ///
    /// - Throws: ``RuleProblem`` for a broken text, or a missing `id`, `summary`, `affected` or product.
    package static func advisory(reading file: RuleFile) throws(RuleProblem) -> Advisory? {
        guard let document = try YAMLNode.documents(in: file).first else {
            throw RuleProblem(file: file.path, line: nil, reason: "an empty file")
        }
        var reader = try MappingReader(document, file: file.path)
        guard try reader.optionalText("withdrawn") == nil else { return nil }
        let id = try reader.text("id")
        let summary = try reader.text("summary")
        guard let specific = reader.member("database_specific") else {
            throw reader.problem("missing key 'database_specific'")
        }
        var own = try MappingReader(specific, file: file.path)
        let ranges = (reader.member("affected")?.elements ?? []).flatMap { $0["ranges"]?.elements ?? [] }
            .flatMap { Self.ranges(of: $0["events"]?.elements ?? []) }
        guard !ranges.isEmpty else { throw reader.problem("'affected' names no range of versions") }
        return Advisory(
            id: id, product: try own.text("product"), summary: summary, severity: try own.text("severity"),
            scheme: try own.word("scheme", VersionScheme.self), ranges: ranges)
    }

    /// The ranges that a list of OSV events spans, in its order.
    private static func ranges(of events: [YAMLNode]) -> [AffectedRange] {
        var ranges: [AffectedRange] = []
        var introduced: String?
        for event in events {
            if let first = event["introduced"]?.text {
                if let open = introduced {
                    ranges.append(AffectedRange(introduced: open, fixed: nil, lastAffected: nil))
                }
                introduced = first
            } else if let open = introduced {
                let (fixed, last) = (event["fixed"]?.text, event["last_affected"]?.text)
                guard fixed != nil || last != nil else { continue }
                ranges.append(AffectedRange(introduced: open, fixed: fixed, lastAffected: last))
                introduced = nil
            }
        }
        if let open = introduced {
            ranges.append(AffectedRange(introduced: open, fixed: nil, lastAffected: nil))
        }
        return ranges
    }
}
