extension Artifact {
    init(reading reader: inout MappingReader) throws(RuleProblem) {
        self.init(
            id: try reader.text("id"), title: try reader.text("title"),
            paths: try reader.texts("paths").map(PathTemplate.init), format: try reader.word("format", Format.self))
        guard !paths.isEmpty else { throw reader.problem("'paths' is empty") }
        holds = try reader.texts("holds")
        content = try reader.list("content", ContentLocator.init(reading:))
        standard = try reader.optionalText("default") ?? standard
        retention = try reader.optionalText("retention")
        disable = try reader.optionalText("disable")
        purge = try reader.optionalText("purge")
    }
}

extension ContentLocator {
    fileprivate init(reading reader: inout MappingReader) throws(RuleProblem) {
        self.init(
            records: try reader.optionalText("records") ?? "", text: try reader.optionalText("text") ?? "",
            meaning: try reader.word("is", Meaning.self))
        role = try reader.optionalText("role") ?? role
    }
}
