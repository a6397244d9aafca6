import Observation
import TestSupport
import Testing
import TextExtraction

@Suite("The reading of JSON beside Python's")
struct JSONOracleTests {
    /// Prints every string of every line as a line of its own: its place and itself, as JSON.
    private static let script = """
        import json, sys
        def walk(value, place):
            if isinstance(value, str):
                text = value.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')
                print(json.dumps([place, text]))
            elif isinstance(value, list):
                for index, element in enumerate(value): walk(element, f'{place}[{index}]')
            elif isinstance(value, Pairs):
                for name, element in value.pairs: walk(element, f'{place}.{name}')
        class Pairs:
            def __init__(self, pairs): self.pairs = pairs
        for number, line in enumerate(sys.stdin.read().split('\\n'), 1):
            if line.strip(): walk(json.loads(line, object_pairs_hook=Pairs, strict=False), f'line {number} $')
        """

    @Test("finds the same strings in the same places, in generated texts", arguments: [1, 2, 3] as [UInt64])
    func sameStrings(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let lines = (0..<400).map { _ in Self.value(&generator, depth: 0) }
        let text = lines.joined(separator: "\n")
        guard let output = PythonOracle.run(Self.script, input: text) else {
            print("skipped a comparison with Python: it is not there")
            return
        }
        let expected = try output.split(separator: "\n").map { line in
            try JSONValue(parsing: String(line)).elements.compactMap(\.string)
        }
        let reading = FileReading(text, named: "a.jsonl")
        #expect(expected.count > 300)
        #expect(reading.gaps.isEmpty)
        // An empty string is no piece of text; which waits for a speaker comes a little later.
        let wanted = expected.filter { $0[1] != "" }.map { "\($0[0]) | \($0[1])" }.sorted()
        #expect(reading.units.map { "\($0.locator) | \(String(decoding: $0.text, as: UTF8.self))" }.sorted() == wanted)
    }

    /// A random text, with blanks, escapes and characters of every width.
    private static func value(_ generator: inout SeededGenerator, depth: Int) -> String {
        let blank = ["", " ", "\t", "  "].randomElement(using: &generator) ?? ""
        switch Int.random(in: 0..<(depth > 5 ? 5 : 9), using: &generator) {
        case 0:
            return blank + (["null", "true", "false", "NaN", "-Infinity"].randomElement(using: &generator) ?? "null")
        case 1: return blank + "\(Double.random(in: -1e9...1e9, using: &generator))"
        case 2: return blank + "\(Int.random(in: -1_000...1_000, using: &generator))"
        case 3, 4: return blank + string(&generator)
        case 5, 6:
            let elements = (0..<Int.random(in: 0..<5, using: &generator)).map { _ in value(&generator, depth: depth + 1)
            }
            return blank + "[" + elements.joined(separator: blank + ",") + blank + "]"
        default:
            let names = ["a", "content", "role", "text", "author", "type", "parts", "message"]
            let members = (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
                "\"\(names.randomElement(using: &generator) ?? "a")\"\(blank):" + value(&generator, depth: depth + 1)
            }
            return blank + "{" + members.joined(separator: "," + blank) + blank + "}"
        }
    }

    private static func string(_ generator: inout SeededGenerator) -> String {
        let parts = [
            "a", "user", "tool", "é", "€", "😀", " ", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\u20AC",
            "\\ud83d\\ude00",
            "\\ud83d", "\\ude00", "\\ud83d\\ud83d\\ude00", "\\ud83dx", "\\ud83d\\n", "\\u0000", "\\b\\f\\r\\t",
            "{[:,]}",
        ]
        let count = Int.random(in: 0..<6, using: &generator)
        return "\"" + (0..<count).map { _ in parts.randomElement(using: &generator) ?? "" }.joined() + "\""
    }

    @Test("ends without a trap for every shorter text and for random changes")
    func hostile() {
        var generator = SeededGenerator(seed: 9)
        let text = Array(
            #"{"messages":[{"content":[{"text":"a\u00e9\ud83d\ude00"}],"role":"user"}],"n":[1.5e3,true,null]}"#.utf8)
        for length in 0..<text.count {
            let reading = FileReading(Array(text.prefix(length)), named: "a.json")
            #expect(length == 0 || reading.gaps[.truncated] == 1)
        }
        for _ in 0..<3_000 {
            var changed = text
            for _ in 0..<Int.random(in: 1..<5, using: &generator) {
                changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            for name in ["a.json", "a.jsonl", "a.ipynb"] { _ = FileReading(changed, named: name) }
            _ = FileReading(generator.bytes(60, of: "{}[]\":,\\u0ad \n/*tn"), named: "a.json")
        }
    }
}
