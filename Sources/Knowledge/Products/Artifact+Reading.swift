extension Artifact {
    init(reading reader: inout MappingReader) throws(RuleProblem) {
        self.init(
            id: try reader.text("id"), title: try reader.text("title"),
            paths: try reader.texts("paths").map(PathTemplate.init), format: try reader.word("format", Format.self))
        containerPaths = try reader.texts("container").map(PathTemplate.init)
        guard !paths.isEmpty || !containerPaths.isEmpty else { throw reader.problem("'paths' is empty") }
        movedBy = try reader.texts("moved_by")
        holds = try reader.texts("holds")
        content = try reader.list("content", ContentLocator.init(reading:))
        sidecars += try reader.texts("sidecars")
        standard = try reader.optionalText("default") ?? standard
        mode = try reader.optionalWord("mode", Mode.self) ?? mode
        retention = try reader.optionalText("retention")
        disable = try reader.optionalText("disable")
        purge = try reader.optionalText("purge")
        isShared = try reader.truth("shared")
        confidence = try reader.optionalWord("confidence", Confidence.self) ?? confidence
    }
}

extension ContentLocator {
    fileprivate init(reading reader: inout MappingReader) throws(RuleProblem) {
        self.init(field: try reader.optionalText("field") ?? "", meaning: try reader.word("is", Meaning.self))
        if let text = try reader.optionalText("role") { role.field = FieldPattern(text) }
        let (user, assistant) = (try reader.texts("user"), try reader.texts("assistant"))
        if !user.isEmpty { role.user = Set(user) }
        if !assistant.isEmpty { role.assistant = Set(assistant) }
        guard field.isSound, role.field.isSound else { throw reader.problem("'field' or 'role' is no way to a field") }
    }
}

extension MappingReader {
    /// A word of a fixed vocabulary, when there is one.
    fileprivate mutating func optionalWord<Word: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Word.Type
    ) throws(RuleProblem) -> Word? where Word.RawValue == String {
        try optionalText(key) == nil ? nil : try word(key, type)
    }
}
