import ContentMatching
import Knowledge
import Observation
import Testing

@testable import FilesystemScanner

@Suite("Large files that may be conversations")
struct LargeConversationTests {
    private static let turn =
        #"{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yes"}]}"# + "\n"

    private func examine(_ text: String) throws -> Examination {
        let tree = try TemporaryTree()
        try tree.write("big.jsonl", text)
        var limits = ScanLimits()
        limits.sniffBytes = 4_096
        let examiner = FileExaminer(matcher: .empty, limits: limits, isEnough: { false })
        let bytes = Array((tree.path + "/big.jsonl").utf8)
        let file = try Descriptor.open(bytes, for: .reading)
        let status = try file.status()
        return examiner.examine(OpenFile(file, status, path: bytes), expecting: nil, tally: UnitTally([]))
    }

    @Test("are read whole when their beginning is one")
    func whole() throws {
        let examination = try examine(String(repeating: Self.turn, count: 500))
        #expect(examination.isConversation)
        #expect(examination.shape.prompts == 500)
        #expect(!examination.isSniffedInPart)
    }

    @Test("are told as looked at in part when it is not")
    func part() throws {
        let examination = try examine(String(repeating: "{\"level\":\"information\"}\n", count: 1_000) + Self.turn)
        #expect(examination.isSniffedInPart)
        #expect(examination.isComplete)
    }
}
