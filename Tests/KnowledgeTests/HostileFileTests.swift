import Testing

@testable import Knowledge

@Suite("Rule files that mean harm")
struct HostileFileTests {
    private func read(_ text: String) throws(RuleProblem) -> [YAMLNode] {
        try YAMLNode.documents(in: RuleFile(path: "x.yml", text: text, origin: .user))
    }

    @Test(
        "broken YAML is one problem with the file's name",
        arguments: ["a: [", "a: b: c", "\"", "a: *nowhere", "- a\nb", "a: &", "%X\n", "a: !<", "{a: b", "? [x]\n: y"])
    func broken(text: String) {
        let problem = #expect(throws: RuleProblem.self) { try read(text) }
        #expect(problem?.file == "x.yml")
        #expect(problem?.description.contains("\n") == false)
    }

    @Test("a key that stands twice is refused", arguments: ["a: 1\na: 2", "{a: 1, a: 2}", "x: {a: 1, \"a\": 2}"])
    func duplicates(text: String) {
        #expect(throws: RuleProblem.self) { try read(text) }
    }

    @Test("aliases that multiply are refused before they fill the memory")
    func aliasBomb() {
        #expect(throws: RuleProblem.self) { try read(Self.bomb(levels: 20) + "z: *a20\n") }
    }

    @Test("aliases that multiply inside a key are refused before they take for ever")
    func aliasBombInKey() {
        #expect(throws: RuleProblem.self) { try read(Self.bomb(levels: 30) + "? *a30\n: x\n? [*a30]\n: y\n") }
    }

    @Test("a few aliases are followed")
    func aliases() throws {
        let node = try #require(try read("a: &a [x, y]\nb: &b {c: *a}\nd: [*a, *b]\n").first)
        #expect(node["d"]?.elements.last?["c"]?.elements.map(\.text) == ["x", "y"])
    }

    @Test(
        "values nested too deeply are refused",
        arguments: [
            String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 100_000),
            String(repeating: "- ", count: 100_000), String(repeating: "? ", count: 100_000),
            String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
            (0..<300).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"),
        ])
    func deep(text: String) {
        #expect(throws: RuleProblem.self) { try read(text) }
    }

    @Test("a file of five MiB is refused, however plain it is")
    func large() {
        let problem = #expect(throws: RuleProblem.self) { try read(String(repeating: "# plain\n", count: 5 << 17)) }
        #expect(problem?.reason == "larger than 4 MiB")
    }

    @Test("more values than a rule could need are refused")
    func manyValues() {
        #expect(throws: RuleProblem.self) { try read("[" + String(repeating: "1,", count: 250_000) + "1]") }
    }

    @Test("a problem never tells what a broken file says")
    func discretion() {
        for text in ["key: sk-secret: [", "sk-secret: 1\nsk-secret: 2", "a: \"sk-secret", "*sk-secret"] {
            let problem = #expect(throws: RuleProblem.self) { try read(text) }
            #expect(problem?.description.contains("sk-secret") == false, "\(problem?.description ?? "")")
        }
    }

    @Test("scalars are what YAML says they are")
    func scalars() throws {
        let node = try #require(
            try read("{a: 1, b: '1', c: true, d: 'true', e: ~, f: '', g: 0x10, h: -.5, i: nan}").first)
        #expect(node["a"]?.integer == 1 && node["b"]?.integer == nil && node["b"]?.text == "1")
        #expect(node["c"]?.boolean == true && node["d"]?.boolean == nil)
        #expect(node["e"]?.isNull == true && node["f"]?.isNull == false)
        #expect(node["g"]?.real == nil && node["h"]?.real == -0.5 && node["i"]?.real == nil)
        #expect(try read("a: -inf").first?["a"]?.real == nil)
        #expect(try read("# nothing").isEmpty)
        #expect(try read("a: 1\n---\nb: 2").count == 2)
        #expect(try read("\n\nx:\n  y: 1").first?["x"]?["y"]?.line == 4)
    }

    /// Lists of ten aliases each to the list before.
    private static func bomb(levels: Int) -> String {
        var text = "a0: &a0 [x]\n"
        for level in 1...levels {
            let inner = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(inner)]\n"
        }
        return text
    }
}
