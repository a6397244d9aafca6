extension Setting {
    init(reading reader: inout MappingReader) throws(RuleProblem) {
        self.init(
            name: try reader.text("name"), source: try reader.word("source", Source.self),
            purpose: try reader.word("purpose", Purpose.self))
        aliases = try reader.texts("aliases")
        isSecret = try reader.truth("secret")
        isSwitch = try reader.truth("switch")
        accepts = try reader.texts("accepts")
        isCaseSensitive = try reader.truth("case_sensitive")
        standard = try reader.optionalText("default")
        note = try reader.optionalText("note")
    }
}
