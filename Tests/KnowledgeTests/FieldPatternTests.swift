import TestSupport
import Testing

@testable import Knowledge

@Suite("Patterns over fields")
struct FieldPatternTests {
    @Test(
        "a star stays inside a step, two go on",
        arguments: [
            ("messages.content", "messages.content", true), ("messages.content", "messages.content2", false),
            ("messages[*].content", "messages[*].content", true), ("messages[*].content", "messages[3].content", true),
            ("messages[*].content", "messages.content", false), ("*.content", "messages.content", true),
            ("*.content", "a.b.content", false), ("**content", "a.b[*].content", true), ("**", "", true),
            ("*", "key", true), ("*", "a.b", false), ("", "", true), ("", "x", false), ("a.*.b", "a.x.b", true),
            ("a.*.b", "a.x.y.b", false), ("a.**.b", "a.x.y[*].b", true),
            ("chunks_content.c*", "chunks_content.c0", true),
            ("a**", "a", true), ("a**b**c", "a1b2c", true), ("a**b**c", "a1c2b", false),
            ("tEXt.parameters", "tEXt.parameters", true),
        ])
    func matching(pattern: String, field: String, expected: Bool) {
        #expect(FieldPattern(pattern).matches(field) == expected)
    }

    @Test(
        "patterns that lead nowhere are refused",
        arguments: ["a..b", ".a", "a[", "a[x]", "a[-1]", "a[*]b", "a.", "[]", "a]"])
    func broken(text: String) {
        #expect(!FieldPattern(text).isSound)
    }

    @Test(
        "a locator's record is what its text and its role have in common",
        arguments: [
            ("messages[*].content", nil, "messages[*].role", "messages[*]"),
            ("messages.content", nil, "messages.role", "messages"),
            ("content", nil, "role", ""),
            ("[*].content", nil, "[*].role", "[*]"),
            ("m[*].versions[*].content[*].text", "m[*].versions[*].role", "m[*].versions[*].role", "m[*].versions[*]"),
            ("m[*].content", "m[*].author.role", "m[*].author.role", "m[*]"),
            ("chat.chat.messages.*.content", nil, "chat.chat.messages.*.role", "chat.chat.messages.*"),
        ] as [(String, String?, String, String)])
    func records(field: String, role: String?, expectedRole: String, record: String) {
        var locator = ContentLocator(field: field, meaning: .byRole)
        if let role { locator.role.field = FieldPattern(role) }
        #expect(locator.role.field.text == expectedRole)
        #expect(locator.record.text == record)
        #expect(FieldPattern(field).text(below: locator.record) != field || record.isEmpty)
    }

    @Test("who speaks decides what was said, and a product may have words of its own")
    func roles() {
        var role = RoleSource(field: FieldPattern("role"))
        #expect(role.meaning(of: "User") == .prompt && role.meaning(of: "ai") == .answer)
        #expect(role.meaning(of: "developer") == .systemPrompt && role.meaning(of: "tool") == .toolOutput)
        #expect(role.meaning(of: "nobody") == nil)
        role.user = ["1"]
        role.assistant = ["2"]
        #expect(role.meaning(of: "1") == .prompt && role.meaning(of: "2") == .answer && role.meaning(of: "user") == nil)
    }

    @Test("random patterns over random fields never trap and end", arguments: 0..<200)
    func random(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let pattern = FieldPattern(random.text(Int.random(in: 0...24, using: &random), of: "ab.[]*"))
        let field = random.text(Int.random(in: 0...24, using: &random), of: "ab.[]*")
        _ = pattern.matches(field)
        _ = pattern.isSound
        _ = pattern.sibling("x")
        _ = pattern.lastList
        #expect(FieldPattern("**").matches(field))
    }
}
