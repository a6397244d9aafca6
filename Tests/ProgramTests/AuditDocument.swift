/// The parts of `earshot.report/1` that the tests look at.
struct AuditDocument: Decodable {
    struct Finding: Decodable {
        let id: String
        let rule: String
        let level: String
        let grade: String
        let subject: String
        let product: String?
        let process: ProcessEntry?
        let evidence: [EvidenceEntry]
    }

    struct ProcessEntry: Decodable {
        let pid: Int
        let name: String
        let command_line: String?
        let attribution: String?
    }

    struct EvidenceEntry: Decodable {
        let fields: [String: String]
    }

    struct CoverageSection: Decodable {
        let complete: Bool
        let entries: [CoverageEntry]
        let counters: [String: Int]
    }

    struct CoverageEntry: Decodable {
        let area: String
        let outcome: String
        let what: String
        let reason: String?
        let remedy: String?
    }

    let schema: String
    let findings: [Finding]
    let coverage: CoverageSection

    /// The findings of a rule.
    func findings(_ rule: String) -> [Finding] {
        findings.filter { $0.rule == rule }
    }
}
