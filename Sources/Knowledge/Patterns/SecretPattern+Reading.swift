extension SecretPattern {
    static func load(_ file: RuleFile) -> ([SecretPattern], [RuleProblem]) { ([], []) }
}
