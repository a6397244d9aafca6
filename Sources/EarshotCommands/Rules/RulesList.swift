internal import ArgumentParser
internal import Knowledge
internal import Observation
internal import RuleEngine

/// `earshot rules list`: a line each.
struct RulesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List detections, products and endpoints, a line each.",
        usage: "earshot rules list [<options>]",
        discussion: """
            Examples:
              earshot rules list
              earshot rules list --family telemetry --level high
              earshot rules list --product ollama
            """
    )

    @OptionGroup var options: RuleOptions

    @Option(help: "Only this family: egress, telemetry, exposure, residue, configuration, extraction, advisories.")
    var family: String?

    @Option(help: "Only this level and above.")
    var level: Level?

    @Option(help: "Only detections that name this product.")
    var product: String?

    func run() throws {
        let rules = try RulesInForce(adding: options.folders)
        try check(rules)
        let chosen = rules.detections.rules.filter(isChosen).sorted { ($0.family, $0.name) < ($1.family, $1.name) }
        let width = chosen.map(\.name.count).max() ?? 0
        for rule in chosen {
            let name = rule.name + String(repeating: " ", count: width - rule.name.count)
            let level = rule.level.rawValue + String(repeating: " ", count: 13 - rule.level.rawValue.count)
            StandardStream.output.write("\(name)  \(level)  \(rule.title)\n")
        }
        let catalogue = rules.catalogue
        let advisories = catalogue.advisories.values.reduce(0) { $0 + $1.count }
        StandardStream.output.write(
            """
            \(chosen.count) detections; \(catalogue.products.count) products, \(catalogue.endpoints.count) hosts, \
            \(catalogue.patterns.count) patterns of secrets, \(advisories) advisories

            """)
        guard rules.problems.isEmpty else {
            let count = rules.problems.count
            StandardStream.error.write("earshot: not every file is in force (\(count)); see earshot rules check\n")
            throw Ending(status: .usage)
        }
    }

    /// - Throws: ``UsageError`` for a family or a product that nothing is known of.
    private func check(_ rules: RulesInForce) throws(UsageError) {
        let families = Set(rules.detections.rules.map(\.family)).sorted()
        if let family, !families.contains(family) {
            throw UsageError("--family \(family): no such family; known are: \(families.joined(separator: ", "))")
        }
        let products = Set(rules.catalogue.products.map(\.id) + rules.detections.rules.flatMap(\.namedProducts))
        if let product, !products.contains(product) {
            let names = products.sorted().joined(separator: ", ")
            throw UsageError("--product \(product): nothing is known of such a product; known are: \(names)")
        }
    }

    private func isChosen(_ rule: DetectionRule) -> Bool {
        if let family, rule.family != family { return false }
        if let level, rule.level < level { return false }
        guard let product else { return true }
        return rule.namedProducts.contains(product)
    }
}
