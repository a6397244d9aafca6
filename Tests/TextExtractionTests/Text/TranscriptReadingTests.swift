import Testing
import TextExtraction

@Suite("The turns of a transcript")
struct TranscriptReadingTests {
    @Test(
        "begin with a heading that names a speaker",
        arguments: [
            ("#### user", "user", ""), ("# Assistant", "Assistant", ""), ("**User:** hi there", "User", "hi there"),
            ("**User**: hi", "User", "hi"), ("_**User (2025-01-01 10:00)**_", "User", ""),
            ("_**Agent (model m, mode Ask)**_", "Agent", ""), ("## Prompt:", "Prompt", ""),
            ("### 👤 Human", "Human", ""),
            ("Human: what?", "Human", "what?"), ("**user** does a thing", nil, nil), ("# User guide", nil, nil),
            ("The user: x", nil, nil), ("    user: str,", nil, nil), ("prompt: str", nil, nil), ("Note: x", nil, nil),
            ("user", nil, nil), ("- **User**: x", nil, nil),
        ] as [(String, String?, String?)])
    func headings(line: String, speaker: String?, rest: String?) {
        let reading = FileReading("\(line)\nnext\n", named: "a.md")
        guard let speaker, let rest else {
            #expect(reading.units.allSatisfy { $0.role == nil })
            return
        }
        #expect(reading.units.map(\.role) == [speaker])
        #expect(reading.texts == [rest.isEmpty ? "next" : rest + "\nnext"])
    }

    @Test("come in one piece each, what stands before the first by lines")
    func turns() {
        let reading = FileReading(
            "# Chat\nabout cats\n\n## User\n\nwhat are\n\ncats?\n\n## Assistant\n\nanimals\n", named: "a.md")
        #expect(
            reading.lines == [
                "line 1 | # Chat", "line 2 | about cats", "line 6 | User: what are\n\ncats?",
                "line 12 | Assistant: animals",
            ])
    }

    @Test("of aider are told by the marks of their lines")
    func aider() {
        let reading = FileReading(
            """

            # aider chat started at 2025-01-01 10:00:00

            > aider --model ollama/x
            > Added a.py

            #### make it faster
            #### and smaller

            Sure, here it is:

            # a heading of the answer
            > Applied edit to a.py
            """, named: ".aider.chat.history.md")
        #expect(reading.units.map(\.role) == [nil, nil, "user", "assistant", nil])
        #expect(reading.texts[2] == "make it faster\nand smaller")
        #expect(reading.texts[3] == "Sure, here it is:\n\n# a heading of the answer")
    }

    @Test("of aider's log of requests are told by the words that begin its lines")
    func aiderRequests() {
        let reading = FileReading(
            "TO LLM 2025-01-01T10:00:00\n-------\nSYSTEM be brief\n-------\nUSER hi\nUSER there\nLLM RESPONSE 2025\nASSISTANT yes\n",
            named: ".aider.llm.history")
        #expect(
            reading.texts.filter { !$0.hasPrefix("-") } == [
                "TO LLM 2025-01-01T10:00:00", "be brief", "hi\nthere", "LLM RESPONSE 2025", "yes",
            ])
        #expect(reading.units.compactMap(\.role) == ["SYSTEM", "USER", "ASSISTANT"])
    }

    @Test("in a plain text are marked where a line names its speaker")
    func plain() {
        let reading = FileReading("User: hi\nAssistant: hello\n**User**: no\n", named: "a.txt")
        #expect(reading.units.map(\.role) == ["User", "Assistant", nil])
    }
}
