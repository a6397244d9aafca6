import ContentMatching
import FilesystemScanner
import Knowledge
import Observation

/// One scan of one made-up product in a test's home, and what came out.
struct ScanRun {
    private static let matcher = ContentMatcher.compile(
        RuleFile.embedded.filter { $0.room == "patterns" }.flatMap { SecretPattern.load($0).patterns }
    ).matcher

    let coverage: Coverage
    let events: [Event]

    /// Scans the places of the templates in a home.
    init(
        _ templates: [String], home: String, format: Artifact.Format = .text, content: [ContentLocator] = [],
        limits: ScanLimits = ScanLimits(), environment: [String: String] = [:],
        filesUntilEnough: Int = .max
    ) {
        var artifact = Artifact(
            id: "tried.place", title: "Place", paths: templates.map { PathTemplate($0) }, format: format)
        artifact.content = content
        var product = Product(id: "tried", name: "Tried", kind: "cli")
        product.artifacts = [artifact]
        let context = PlaceContext(
            home: HomeFolder(userName: "someone", userID: 1_000, path: home), environment: environment)
        var events: [Event] = []
        coverage = ResidueScan(
            targets: [ResidueScan.Target(product: product, contexts: [context])],
            matcher: Self.matcher, limits: limits
        ).run(isEnough: { events.count >= filesUntilEnough }, emit: { events.append($0) })
        self.events = events
    }

    var residue: [Event] { events.filter { $0.category == .fileResidue } }
    var matches: [Event] { events.filter { $0.category == .contentMatch } }

    /// The paths that were found, without the home's.
    func paths(below home: String) -> [String] {
        residue.compactMap { $0.string(.filePath) }.map { String($0.dropFirst(home.utf8.count + 1)) }
    }

    func counter(_ counter: Counter) -> Int64? { coverage.counters[counter] }

    /// The coverage line that gives a reason.
    func entry(_ reason: String) -> Coverage.Entry? {
        coverage.entries.first { $0.reason == reason }
    }
}
