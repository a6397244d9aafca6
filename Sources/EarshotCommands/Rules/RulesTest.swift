internal import ArgumentParser
internal import RuleEngine

/// `earshot rules test`: runs the events that rules carry.
struct RulesTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run each detection against the events it must and must not match.",
        discussion: """
            Examples:
              earshot rules test
              earshot rules test --rules my-rules/

            Exit status 1 when an event went otherwise than its rule says, 2 when a file is not in force.
            """
    )

    @OptionGroup var options: RuleOptions

    func run() throws {
        let rules = try RulesInForce(adding: options.folders)
        let failures = RuleTests.failures(in: rules.detections)
        for failure in failures {
            StandardStream.output.write("\(failure)\n")
        }
        for problem in rules.problems {
            StandardStream.output.write("\(problem)\n")
        }
        let events = rules.detections.rules.reduce(0) { $0 + $1.tests.matching.count + $1.tests.notMatching.count }
        StandardStream.output.write(
            "\(rules.detections.rules.count) detections, \(events) events, \(failures.count) failures\n")
        if !failures.isEmpty { throw Ending(status: .findings) }
        guard rules.problems.isEmpty else { throw Ending(status: .usage) }
    }
}
