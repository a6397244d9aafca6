internal import Knowledge
internal import RuleEngine

/// Everything that the files of rules say, and what is wrong with them.
struct RulesInForce: Sendable {
    /// Products, endpoints, patterns and advisories.
    let catalogue: Catalogue
    /// The detections.
    let detections: DetectionSet
    /// Every file, or part of one, that is not in force.
    let problems: [RuleProblem]

    /// Reads what the binary carries and what lies below the folders a user named.
    ///
    /// - Throws: ``UsageError`` for a folder that can't be read.
    init(adding folders: [String]) throws(UsageError) {
        let (files, unreadable) = try RuleFolder.files(adding: folders)
        let (detections, broken) = DetectionSet.load(files)
        catalogue = Catalogue(reading: files)
        self.detections = detections
        problems = unreadable + catalogue.problems + broken
    }
}
