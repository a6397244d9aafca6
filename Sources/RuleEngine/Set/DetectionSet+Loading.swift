package import Knowledge

extension DetectionSet {
    /// Reads and compiles the Sigma rules among the files.
    ///
    /// These are the files below `detections/`, and any other YAML file of the user's that holds a Sigma document. What
    /// does not read, or is not supported, becomes a problem and leaves all others in force. A rule of the user's takes
    /// the place of the carried one with the same identifier or name; of two rules of the same origin the first stays.
    package static func load(_ files: [RuleFile]) -> (rules: DetectionSet, problems: [RuleProblem]) {
        var loader = RuleLoader()
        for file in files where file.origin == .embedded {
            loader.load(file)
        }
        for file in files where file.origin == .user {
            loader.load(file)
        }
        let detections = loader.inForce
        var places: [String: Int] = [:]
        for (place, rule) in detections.enumerated() {
            places[rule.name] = place
            if let id = rule.id { places[id] = place }
        }
        let (program, broken) = CorrelationProgram.linking(loader.correlations, to: places)
        let problems = broken.map { RuleProblem(file: $0.file, line: $0.line, reason: $1) }
        return (DetectionSet(rules: detections, program: program), loader.problems + problems)
    }
}

/// Collects rules and problems, file by file.
private struct RuleLoader {
    /// The rules by the order in which they, or those they replace, were met.
    private var rules: [DetectionRule?] = []
    private var placeByName: [String: Int] = [:]
    private var placeByID: [String: Int] = [:]
    private(set) var problems: [RuleProblem] = []

    /// The correlations, the user's in the place of carried ones with the same name or identifier.
    private(set) var correlations: [CorrelationRule] = []

    var inForce: [DetectionRule] { rules.compactMap { $0 } }

    /// The rooms of `Rules/` that hold something other than Sigma rules.
    private static let otherRooms: Set<String> = [
        "endpoints", "products", "patterns", "advisories", "policies", "pipelines",
    ]

    mutating func load(_ file: RuleFile) {
        let isYAML = file.path.hasSuffix(".yml") || file.path.hasSuffix(".yaml")
        guard isYAML, file.room == "detections" || file.origin == .user && !Self.otherRooms.contains(file.room) else {
            return
        }
        let documents = RuleDocuments(of: file)
        problems += documents.problems
        for (source, node) in documents.nodes {
            guard file.room == "detections" || Self.looksLikeSigma(node) else { continue }
            load(node, from: source)
        }
    }

    private static func looksLikeSigma(_ node: YAMLNode) -> Bool {
        node["detection"] != nil || node["correlation"] != nil || node["logsource"] != nil
    }

    private mutating func load(_ node: YAMLNode, from source: RuleSource) {
        do {
            let document = try RuleDocument(node, from: source)
            if let correlation = node["correlation"] {
                add(CorrelationRule(document, body: try CorrelationBody(reading: correlation)))
                return
            }
            let body = try DetectionBody(reading: node)
            add(DetectionRule(document, body: body, program: try MatchCompiler.program(for: body)))
        } catch {
            problems.append(source.problem(error.line, error.reason))
        }
    }

    private mutating func add(_ rule: CorrelationRule) {
        let isSame = { (other: CorrelationRule) in other.name == rule.name || other.id != nil && other.id == rule.id }
        if let other = correlations.first(where: { isSame($0) && $0.origin == rule.origin }) {
            problems.append(
                RuleProblem(
                    file: rule.file, line: rule.line,
                    reason: "the rule has the same name or id as the one in \(other.file), line \(other.line)"))
            return
        }
        correlations.removeAll(where: isSame)
        correlations.append(rule)
    }

    private mutating func add(_ rule: DetectionRule) {
        let places = Set([placeByName[rule.name], rule.id.flatMap { placeByID[$0] }].compactMap { $0 })
        let others = places.sorted().compactMap { rules[$0] }
        if let other = others.first(where: { $0.origin == rule.origin }) {
            let what = other.name == rule.name ? "name" : "id"
            problems.append(
                RuleProblem(
                    file: rule.file, line: rule.line,
                    reason: "the rule has the same \(what) as the one in \(other.file), line \(other.line)"))
            return
        }
        for place in places {
            rules[place] = nil
        }
        let place = places.min() ?? rules.count
        if place == rules.count {
            rules.append(rule)
        } else {
            rules[place] = rule
        }
        placeByName[rule.name] = place
        if let id = rule.id {
            placeByID[id] = place
        }
    }
}
