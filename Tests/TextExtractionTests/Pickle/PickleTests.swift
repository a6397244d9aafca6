import Foundation
import TestSupport
import Testing

@testable import TextExtraction

@Suite("A pickle")
struct PickleTests {
    private static let script = #"""
        import collections, datetime, decimal, json, pickle, random, sys

        class Chat:
            def __init__(self):
                self.title, self.messages = "my plan", [{"role": "user", "content": "hello there"}]

        class Slots:
            __slots__ = ("note",)
            def __init__(self):
                self.note = "in a slot"

        shared = ["said once"]
        cyclic = {"name": "around"}
        cyclic["self"] = cyclic
        random.seed(5)
        values = {
            "plain": "ünï 世界\nline \\ and 'quotes' \U0001F600",
            "bytes": b"some bytes here", "array": bytearray(b"more bytes here"), "tuple": ("one", ("two", "three")),
            "set": {"only one"}, "frozen": frozenset(["frozen one"]), "numbers": [1, -5, 2**40, 2**200, -(2**70), 1.5, True],
            "shared": [shared, shared], "cyclic": cyclic, "chat": Chat(), "ordered": collections.OrderedDict(a="in order"),
            "counter": collections.Counter(["counted"]), "date": datetime.date(2026, 1, 2), "exact": decimal.Decimal("1.25"),
            "deque": collections.deque(["in deque"]), "default": collections.defaultdict(list, k=["in default"]),
            "long": "x" * 70000, "many": [f"item {i} " + "".join(random.choices("abc", k=3)) for i in range(300)],
            "error": ValueError("went wrong"), "nothing": None, "slots": Slots(),
        }
        for protocol in range(6):
            if protocol < 2:
                values.pop("slots", None)
            print(pickle.dumps(values, protocol).hex())
            values["slots"] = Slots()
        """#

    @Test("of every protocol gives all texts with their ways, and runs nothing")
    func protocols() throws {
        let output = try #require(PythonOracle.run(Self.script, input: ""))
        let lines = output.split(separator: "\n")
        #expect(lines.count == 6)
        for (version, line) in lines.enumerated() {
            let bytes = Self.bytes(hex: line)
            let reading = Reading(bytes, as: .pickle)
            #expect(reading.gaps.isEmpty, "protocol \(version)")
            var ways: [String: String] = [:]
            for unit in reading.units { ways[unit.locator] = String(decoding: unit.text, as: UTF8.self) }
            let expected = [
                "$.plain": "ünï 世界\nline \\ and 'quotes' \u{1F600}", "$.tuple[1][0]": "two",
                "$.shared[0][0]": "said once",
                "$.shared[1][0]": "said once", "$.cyclic.name": "around",
                "$.long": String(repeating: "x", count: 70_000),
            ]
            for (way, text) in expected { #expect(ways[way] == text, "\(way) in protocol \(version)") }
            #expect(ways["$.many[299]"]?.hasPrefix("item 299 ") == true)
            let texts = Set(reading.texts)
            for text in [
                "my plan", "hello there", "only one", "frozen one", "in order", "in deque", "in default", "went wrong",
                "some bytes here", "more bytes here",
            ] {
                #expect(texts.contains(text), "\(text) in protocol \(version)")
            }
            #expect(reading.units.first { $0.text == Array("hello there".utf8) }?.role == "user")
        }
    }

    @Test("that asks to run a command is read, and nothing happens")
    func harmless() {
        let mark = FileManager.default.temporaryDirectory.appending(path: "earshot-pickle-\(UUID().uuidString)").path
        let pickle = "cos\nsystem\n(S'touch \(mark)'\ntR."
        let reading = Reading(Array(pickle.utf8), as: .pickle)
        #expect(reading.texts == ["touch \(mark)"])
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test("of token numbers gives the prompt, by the model that has them")
    func tokens() throws {
        let prompt = "<|im_start|>user\nthe code is 9876<|im_end|>"
        let tokens = TinyVocabulary.tokens(prompt)
        let list = tokens.map(String.init).joined(separator: ",")
        var script = """
            import pickle, sys
            print(pickle.dumps(tuple([\(list)])).hex())
            print(pickle.dumps({"input_ids": [\(list)]}, 2).hex())
            """
        if PythonOracle.canImport("numpy") {
            script += """

                import numpy
                for kind in ("int32", "int64"):
                    print(pickle.dumps({"n_tokens": 9, "input_ids": numpy.array([\(list)], dtype=kind)}).hex())
                """
        }
        let model = FileInput(name: "m.gguf", bytes: ByteSource(TinyVocabulary.gguf()))
        for line in try #require(PythonOracle.run(script, input: "")).split(separator: "\n") {
            let reading = Reading(Self.bytes(hex: line), as: .pickle, models: [model])
            #expect(reading.texts.contains("the code is 9876"))
            #expect(reading.tokenCount == tokens.count)
        }
    }

    @Test("of other numbers is not taken for one of tokens")
    func numbers() throws {
        let script = "import pickle; print(pickle.dumps({'weights': list(range(50)), 'labels': [[1] * 20]}).hex())"
        let line = try #require(PythonOracle.run(script, input: "")).split(separator: "\n")[0]
        let reading = Reading(Self.bytes(hex: line), as: .pickle)
        #expect(reading.tokenCount == 0)
        #expect(reading.gaps.isEmpty)
    }

    @Test("may be broken anywhere, and holds itself as often as it likes")
    func broken() throws {
        let output = try #require(PythonOracle.run(Self.script, input: ""))
        for line in output.split(separator: "\n") {
            let bytes = Array(Self.bytes(hex: line).prefix(1_200))
            BrokenBytes.forEach(bytes, keeping: 2, rounds: 60) { _ = Reading($0, as: .pickle) }
        }
        // A list of ten lists of ten lists …: forty levels would be more than any memory holds.
        var bomb = "(lp0\n"
        for level in 1...40 { bomb += "(" + String(repeating: "g\(level - 1)\n", count: 10) + "lp\(level)\n" }
        let reading = Reading(Array((bomb + ".").utf8), as: .pickle)
        #expect(reading.gaps[.capped("values of one document")] == 1)
    }

    static func bytes(hex: Substring) -> [UInt8] {
        let digits = Array(hex.utf8)
        func value(_ digit: UInt8) -> UInt8 { digit < 0x3A ? digit - 0x30 : digit - 0x57 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
    }
}
