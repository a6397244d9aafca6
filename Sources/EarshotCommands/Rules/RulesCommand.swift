package import ArgumentParser

/// `earshot rules`: works on the rules.
package struct RulesCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List, show, check and test the rules.",
        discussion: """
            Examples:
              earshot rules list --family egress
              earshot rules show exposure-listener-network-without-key
              earshot rules check --rules my-rules/
              earshot rules test --rules my-rules/
            """,
        subcommands: [RulesList.self, RulesShow.self, RulesCheck.self, RulesTest.self]
    )

    package init() {}
}

/// The option that all of the commands share.
struct RuleOptions: ParsableArguments {
    @Option(name: .customLong("rules"), help: "Add the rules below this folder; same names replace built-in ones.")
    var folders: [String] = []
}
