internal import Knowledge

/// The part of a rule that decides: named detections and the condition over them.
struct DetectionBody {
    let detections: [(name: String, detection: Detection)]
    let conditions: [Condition]
    let line: Int

    /// How many detections a rule may have.
    static let detectionLimit = 500
    /// How many values a rule may compare with.
    static let valueLimit = 10_000

    /// Reads the key `detection`.
    ///
    /// - Throws: ``RuleFault`` when it is missing, does not read, or exceeds a limit.
    init(reading document: YAMLNode) throws(RuleFault) {
        guard let node = document["detection"], case .mapping(let members) = node.content else {
            throw RuleFault(line: document.line, reason: "'detection' is missing")
        }
        line = node.line
        if let timeframe = node["timeframe"] {
            throw RuleFault(
                line: timeframe.line, reason: "'timeframe' is no longer part of Sigma; write a correlation rule")
        }
        guard let condition = node["condition"] else {
            throw RuleFault(line: node.line, reason: "'condition' is missing")
        }
        conditions = try Self.conditions(condition)
        var detections: [(name: String, detection: Detection)] = []
        for (name, value) in members where name != "condition" {
            detections.append((name, try Detection(reading: value)))
        }
        guard !detections.isEmpty, detections.count <= Self.detectionLimit else {
            throw RuleFault(
                line: node.line, reason: "a rule has one detection at least and \(Self.detectionLimit) at most")
        }
        let count = detections.flatMap(\.detection.items).flatMap(\.values).reduce(0) { $0 + $1.count }
        guard count <= Self.valueLimit else {
            throw RuleFault(line: node.line, reason: "the rule has more than \(Self.valueLimit) values")
        }
        self.detections = detections
    }

    private static func conditions(_ node: YAMLNode) throws(RuleFault) -> [Condition] {
        guard !node.elements.isEmpty, node.elements.count <= 100 else {
            throw RuleFault(line: node.line, reason: "a rule has one condition at least and 100 at most")
        }
        var conditions: [Condition] = []
        for element in node.elements {
            guard let text = element.text else {
                throw RuleFault(line: element.line, reason: "'condition' takes text, or a list of texts")
            }
            do {
                conditions.append(try ConditionParser.condition(text))
            } catch {
                throw RuleFault(line: element.line, reason: error.reason)
            }
        }
        return conditions
    }
}
