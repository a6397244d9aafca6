internal import Observation
internal import RuleEngine

extension DetectionRule {
    /// The products that the rule names in its own tests' matching events, where it tells products apart at all.
    ///
    /// A rule that never looks at the product concerns all of them and names none.
    var namedProducts: Set<String> {
        guard comparedFields.contains(Field.llmProduct.rawValue) else { return [] }
        return Set(tests.matching.compactMap { $0.fields[Field.llmProduct.rawValue]?.string })
    }
}
