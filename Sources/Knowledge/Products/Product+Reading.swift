extension Product {
    /// Reads the product of one file of `Rules/products/`.
    ///
    /// - Throws: ``RuleProblem`` for broken YAML, a missing or unknown key, a value of the wrong kind, or an `id` that is
    ///   not the file's name.
    package init(reading file: RuleFile) throws(RuleProblem) {
        let documents = try YAMLNode.documents(in: file)
        guard let document = documents.first, documents.count == 1 else {
            throw RuleProblem(file: file.path, line: nil, reason: "a product's file holds exactly one document")
        }
        var reader = try MappingReader(document, file: file.path)
        let id = try reader.text("id")
        guard id == file.stem else { throw reader.problem("'id' must be the file's name, '\(file.stem)'") }
        self.init(id: id, name: try reader.text("name"), kind: try reader.text("kind"))
        recognition = try reader.mapping("recognise", Recognition.init(reading:)) ?? Recognition()
        children = try reader.list("children") { (child) throws(RuleProblem) in
            ChildProcess(names: try child.texts("names"), role: try child.text("role"))
        }
        ports = try reader.list("ports") { (port) throws(RuleProblem) in
            guard let number = try port.integers("port").first.flatMap(UInt16.init(exactly:)) else {
                throw port.problem("'port' must be a number up to 65535")
            }
            return DefaultPort(
                port: number, transport: try port.optionalText("transport") ?? "tcp", purpose: try port.text("purpose"))
        }
        defaultBind = try reader.optionalText("bind")
        authentication = try reader.mapping("authentication", Authentication.init(reading:)) ?? Authentication()
        settings = try reader.list("settings", Setting.init(reading:))
        disclosures = try reader.list("disclosures", Disclosure.init(reading:))
        egress = try reader.list("egress", EgressRoute.init(reading:))
        artifacts = try reader.list("artifacts", Artifact.init(reading:))
        references = try reader.texts("references")
        try reader.finish()
    }
}

extension Authentication {
    fileprivate init(reading reader: inout MappingReader) throws(RuleProblem) {
        self.init()
        standard = try reader.text("default")
        guard ["none", "required", "unknown"].contains(standard) else {
            throw reader.problem("'default' is none of: none, required, unknown")
        }
        enabledBy = try reader.texts("enabled_by")
        gaps = try reader.texts("gaps")
        check = try reader.mapping("check") { (check) throws(RuleProblem) in
            AuthenticationCheck(
                path: try check.text("get"), open: Set(try check.integers("open")),
                protected: Set(try check.integers("protected")))
        }
    }
}

extension Disclosure {
    fileprivate init(reading reader: inout MappingReader) throws(RuleProblem) {
        let request = try reader.text("request").split(separator: " ", maxSplits: 1)
        guard request.count == 2 else { throw reader.problem("'request' must be a method and a path") }
        self.init(
            method: String(request[0]), path: String(request[1]), shows: try reader.text("shows"),
            isHarmless: try reader.truth("harmless"))
        contains = try reader.optionalText("contains")
        guard !isHarmless || method == "GET" else { throw reader.problem("only a GET can be harmless") }
        guard isHarmless || contains == nil else { throw reader.problem("'contains' goes with a harmless GET alone") }
        guard contains?.isEmpty != true else { throw reader.problem("'contains' is empty") }
    }
}

extension EgressRoute {
    fileprivate init(reading reader: inout MappingReader) throws(RuleProblem) {
        self.init(
            id: try reader.text("id"), hosts: try reader.texts("hosts"), purpose: try reader.text("purpose"))
        path = try reader.optionalText("path")
        standard = try reader.optionalText("default") ?? standard
        carries = try reader.texts("carries")
        content = try reader.optionalText("content") ?? content
        stop = try reader.optionalText("stop")
    }
}
