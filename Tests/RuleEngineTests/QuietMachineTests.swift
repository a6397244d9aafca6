import Knowledge
import Observation
import Testing

@testable import RuleEngine

@Suite("What is said of an ordinary machine")
struct QuietMachineTests {
    private static let loaded = DetectionSet.load(RuleFile.embedded)

    /// What a machine tells of a history that its program wrote as it should.
    private static let ordinary: [Field: FieldValue] = [
        .llmProduct: "llm", .filePath: "/home/a/.config/io.datasette.llm/logs.db", .fileMode: "0600", .fileOwner: "a",
        .fileAccess: "owner", .fileReaders: .list([]), .fileAccessList: .boolean(false), .fileSize: .integer(40_960),
        .fileVolumeType: "ext4", .fileEncrypted: .boolean(false), .fileOpenBy: .list(["llm"]),
        .fileBackup: .list(["restic"]), .artifactID: "llm.logs", .artifactFormat: "sqlite",
        .artifactHolds: .list(["prompt", "completion"]), .contentPrompts: .integer(4), .contentDeleted: .integer(2),
        .contentLogged: .integer(1), .contentConversation: .boolean(true), .contentComplete: .boolean(true),
    ]

    private func levels(
        _ category: EventCategory, _ changes: [Field: FieldValue], without missing: Set<Field> = []
    ) -> [String: Level] {
        var judge = Judge(
            rules: Self.loaded.rules, problems: [], redaction: Redaction(), findingLimit: 100)
        let fields = Self.ordinary.merging(changes) { _, new in new }.filter { !missing.contains($0.key) }
        judge.take(Event(category, at: Timestamp(nanoseconds: 0), fields))
        return Dictionary(judge.findings.map { ($0.rule, $0.level) }) { first, _ in first }
    }

    @Test("a private history raises nothing above low")
    func history() {
        let levels = levels(.fileResidue, [:])
        #expect(levels["residue-history-present"] == .low)
        #expect(levels["residue-deleted-text-recoverable"] == .low)
        #expect(levels.values.allSatisfy { $0 <= .low })
    }

    @Test("a person's number in a private history raises nothing above low")
    func personal() {
        let levels = levels(.contentMatch, [.contentKind: "personal-data", .patternID: "iban"])
        #expect(levels == ["residue-personal-data-in-history": .low])
    }

    @Test(
        "what surrounds the file decides how bad it is",
        arguments: [
            ([.fileAccess: "everyone", .fileReaders: .list(["everyone"])], "residue-database-readable-by-everyone"),
            ([.fileAccess: "group", .fileReaders: .list(["b"])], "residue-history-readable-by-group"),
            (
                [.fileAccess: "group", .fileReaders: .list(["b"]), .fileAccessList: .boolean(true)],
                "residue-history-readable-by-list"
            ),
            ([.fileGitState: "tracked", .fileGitPushed: .boolean(false)], "residue-history-in-git"),
            ([.fileGitState: "ignored", .fileGitPushed: .boolean(true)], "residue-history-pushed"),
            ([.fileSyncService: "dropbox"], "residue-history-in-sync-folder"),
        ] as [([Field: FieldValue], String)])
    func surroundings(changes: [Field: FieldValue], rule: String) {
        let levels = levels(.fileResidue, changes)
        #expect(levels.filter { $0.value > .low }.map(\.key) == [rule])
    }

    @Test("a secret is judged once for where it is kept and once for each way out")
    func secrets() {
        let secret: [Field: FieldValue] = [.contentKind: "secret", .patternID: "openai-api-key", .contentState: "live"]
        func serious(_ changes: [Field: FieldValue]) -> Set<String> {
            let levels = levels(.contentMatch, secret.merging(changes) { _, new in new })
            return Set(levels.filter { $0.value > .low }.keys)
        }
        #expect(serious([:]) == ["residue-secret-in-history"])
        #expect(serious([.fileGitPushed: .boolean(true)]) == ["residue-secret-in-history", "residue-secret-pushed"])
        #expect(
            serious([.fileSyncService: "dropbox"]) == ["residue-secret-in-history", "residue-secret-in-sync-folder"])
        #expect(
            serious([.containerImageLayer: "4f1c"]) == ["residue-secret-in-history", "residue-secret-in-image-layer"])
    }

    @Test(
        "each place of the catalogue that holds prompts is judged, whoever can read it",
        arguments: FileAccessWord.allCases)
    func everyPlace(access: FileAccessWord) {
        let words: Set<String> = ["prompt", "completion"]
        let places = Catalogue(reading: RuleFile.embedded).products.flatMap(\.artifacts)
            .filter { !words.isDisjoint(with: $0.holds) }
        #expect(places.count > 100)
        for place in places {
            let levels = levels(
                .fileResidue,
                [
                    .artifactID: .string(place.id), .artifactFormat: .string(place.format.rawValue),
                    .artifactHolds: .list(place.holds.map(FieldValue.string)), .fileAccess: .string(access.rawValue),
                    .fileReaders: .list(access == .owner ? [] : ["somebody"]),
                ], without: [.contentDeleted, .contentLogged, .fileEncrypted, .fileBackup])
            let isPicture = [Artifact.Format.png, .webP, .jpeg].contains(place.format)
            let wanted: Level = access == .owner || (access == .everyone && isPicture) ? .low : .medium
            #expect(levels.values.contains { $0 >= wanted }, "\(place.id): \(levels)")
        }
    }
}

/// The words of `file.access`.
enum FileAccessWord: String, CaseIterable {
    case owner, group, everyone
}
