extension EndpointTable {
    /// Adds the hosts of one file of `Rules/endpoints/`.
    ///
    /// A file is a list of entries, each with an `owner`, a `purpose` and its `hosts`.
    ///
    /// - Throws: ``RuleProblem`` for broken YAML, a missing or unknown key, or a host that is no host name.
    package mutating func add(reading file: RuleFile) throws(RuleProblem) {
        for document in try YAMLNode.documents(in: file) {
            for element in document.elements {
                var reader = try MappingReader(element, file: file.path)
                let endpoint = Endpoint(owner: try reader.text("owner"), purpose: try reader.text("purpose"))
                let hosts = try reader.texts("hosts")
                _ = try reader.optionalText("note")
                _ = try reader.texts("references")
                try reader.finish()
                for host in hosts {
                    guard Self.isHostPattern(host) else { throw reader.problem("a host that is no host name") }
                    add(host, endpoint)
                }
            }
        }
    }

    /// Whether a text is a host name of letters, digits, hyphens and dots, `*.` allowed at the front.
    static func isHostPattern(_ text: String) -> Bool {
        let name = text.hasPrefix("*.") ? text.dropFirst(2) : Substring(text)
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && name.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count)
                    && label.utf8.allSatisfy { $0 == 0x2D || $0 == 0x5F || 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 }
            }
    }
}
