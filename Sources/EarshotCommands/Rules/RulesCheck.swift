internal import ArgumentParser
internal import RuleEngine

/// `earshot rules check`: what an author should look at.
struct RulesCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check every file: errors, and what is worth a second look.",
        discussion: """
            Examples:
              earshot rules check
              earshot rules check --rules my-rules/

            Exit status 2 when a file, or a part of one, is not in force.
            """
    )

    @OptionGroup var options: RuleOptions

    func run() throws {
        let rules = try RulesInForce(adding: options.folders)
        let remarks = RuleCheck.remarks(on: rules.detections, problems: rules.problems)
        for remark in remarks {
            StandardStream.output.write("\(remark)\n")
        }
        let errors = remarks.count { $0.severity == .error }
        let warnings = remarks.count - errors
        StandardStream.output.write(
            "\(rules.detections.rules.count) detections, \(errors) \(errors == 1 ? "error" : "errors"), "
                + "\(warnings) \(warnings == 1 ? "warning" : "warnings")\n")
        guard errors == 0 else { throw Ending(status: .usage) }
    }
}
