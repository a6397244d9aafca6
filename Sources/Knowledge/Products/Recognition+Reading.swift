extension Recognition {
    init(reading reader: inout MappingReader) throws(RuleProblem) {
        self.init()
        processNames = try reader.texts("process_names")
        commandLines = try reader.texts("command_lines").map { text in
            text.hasPrefix("re:") ? .expression(String(text.dropFirst(3))) : .contains(text)
        }
        executables = try reader.texts("executables").map(Glob.init)
        libraries = try reader.texts("libraries").map(Glob.init)
        units = try reader.texts("units")
        images = try reader.texts("images")
        packages =
            try reader.mapping("packages") { (packages) throws(RuleProblem) in
                var names: [String: [String]] = [:]
                for registry in ["pypi", "npm", "deb", "rpm", "go"] {
                    names[registry] = try packages.texts(registry)
                }
                return names.filter { !$0.value.isEmpty }
            } ?? [:]
        probes = try reader.list("probes", Probe.init(reading:))
    }
}

extension Probe {
    fileprivate init(reading reader: inout MappingReader) throws(RuleProblem) {
        self.init(path: try reader.text("get"))
        guard path.hasPrefix("/") else { throw reader.problem("'get' must be a path that begins with a slash") }
        status = try reader.integers("status").first ?? status
        body = try reader.optionalText("body")
        bodyContains = try reader.optionalText("body_contains")
        header = try reader.mapping("header") { (header) throws(RuleProblem) in
            (name: try header.text("name").lowercased(), contains: try header.text("contains"))
        }
        json = try reader.list("json") { (test) throws(RuleProblem) in
            (path: try test.text("path"), equals: try test.optionalText("equals"))
        }
        versionPath = try reader.optionalText("version")
        versionHeader = try reader.optionalText("version_header")?.lowercased()
        guard body != nil || bodyContains != nil || header != nil || !json.isEmpty else {
            throw reader.problem("a probe needs one of: body, body_contains, header, json")
        }
    }
}
