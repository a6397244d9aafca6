internal import TOMLKit

extension SecretPattern {
    /// The longest pattern file that is read, in bytes.
    package static let fileSizeLimit = 4 << 20

    /// Reads a file in the configuration format of gitleaks, or of betterleaks, which extends it.
    ///
    /// A rule that is wrong is left out and told of; the others stay. What a rule asks for and does not get — rules that it
    /// requires near it, a validation over the network, a filter beyond the simple ones — is told of too, and the rule
    /// stays, because to find too much is better than to find nothing. `[rules.earshot]` is Earshot's own table: `kind`,
    /// `validator`, `vague`, `finds` and `passes`.
    package static func load(_ file: RuleFile) -> (patterns: [SecretPattern], problems: [RuleProblem]) {
        var reading = PatternFileReading(file: file.path)
        guard file.text.utf8.count <= fileSizeLimit else {
            reading.tell("the file is larger than \(fileSizeLimit >> 20) MiB; split it")
            return ([], reading.problems)
        }
        guard !file.text.utf8.contains(0) else {
            reading.tell("there is a NUL in it")
            return ([], reading.problems)
        }
        do {
            let document = try TOMLTable(string: file.text)
            withExtendedLifetime(document) { reading.read(document) }
        } catch let error as TOMLParseError {
            reading.tell("no TOML document", line: error.source.begin.line)
        } catch {
            reading.tell("no TOML document")
        }
        return (reading.patterns, reading.problems)
    }
}
