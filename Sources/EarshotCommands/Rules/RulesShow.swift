internal import ArgumentParser
internal import Knowledge
internal import RuleEngine

/// `earshot rules show`: one file, as it stands.
struct RulesShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the file of a detection, a product or an advisory.",
        discussion: """
            Examples:
              earshot rules show ollama
              earshot rules show exposure-listener-network-without-key
            """
    )

    @OptionGroup var options: RuleOptions

    @Argument(help: "A detection's name or id, a product's id, an advisory's id, or a file's path below Rules/.")
    var name: String

    func run() throws {
        let (files, _) = try RuleFolder.files(adding: options.folders)
        let (detections, _) = DetectionSet.load(files)
        let path = detections.rule(named: name)?.file
        let file = files.last { $0.path == path } ?? files.last { $0.path == name } ?? files.last { $0.stem == name }
        guard let file else {
            throw UsageError("no rule, product or advisory is called '\(name)'; see earshot rules list")
        }
        StandardStream.output.write("# \(file.path)\n" + file.text)
    }
}
