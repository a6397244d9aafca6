import TestSupport
import Testing

@testable import Observation

@Suite("JSON")
struct JSONTests {
    @Test(
        "what is read is written again",
        arguments: [
            "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "1.5", "-0.0", "\"\"",
            "[]", "{}", "[1,[2,[]],{}]", #"{"a":1,"b":{"c":[null,true]},"a":2}"#, #""\"\\\n\r\t\u0000\u001f\u007f""#,
            "\"\u{E4}\u{20AC}\u{1F600}\"", #""\u2028\u2029""#,
        ])
    func roundTrip(text: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(value.compactText == text)
        #expect(try JSONValue(parsing: value.prettyText) == value)
    }

    @Test(
        "spellings of one value read the same",
        arguments: [
            (" [ 1 , 2 ] \n", "[1,2]"), (#""\u0041\/\b\f""#, #""A/\b\f""#), ("1e2", "100.0"), ("1E+2", "100.0"),
            (#""\ud83d\ude00""#, "\"\u{1F600}\""), ("12345678901234567890", "12345678901234567890.0"), ("-0", "0"),
        ])
    func equal(first: String, second: String) throws {
        #expect(try JSONValue(parsing: first) == JSONValue(parsing: second))
    }

    @Test(
        "a lone surrogate becomes the replacement character",
        arguments: [
            (#""\ud83d""#, "\u{FFFD}"), (#""\ude00""#, "\u{FFFD}"), (#""\ud83dx""#, "\u{FFFD}x"),
            (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83dA""#, "\u{FFFD}A"),
            (#""\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
        ])
    func surrogates(text: String, expected: String) throws {
        #expect(try JSONValue(parsing: text) == .string(expected))
    }

    @Test("bytes that are no UTF-8 are replaced inside a string, because what is read is evidence")
    func invalidBytes() throws {
        let bytes: [UInt8] = [0x22, 0x61, 0xFF, 0x62, 0xC3, 0x22]
        #expect(try JSONValue(parsing: bytes.span).string == "a\u{FFFD}b\u{FFFD}")
    }

    @Test(
        "what is no JSON is refused, with the byte where that became clear",
        arguments: [
            ("", JSONError.Kind.unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("nul", .unexpectedEnd, 3),
            ("nulL", .unexpectedByte, 3), ("[1,]", .unexpectedByte, 3), ("[1 2]", .unexpectedByte, 3),
            ("{\"a\"}", .unexpectedByte, 4), ("{a:1}", .unexpectedByte, 1), ("{\"a\":1,}", .unexpectedByte, 7),
            ("01", .badNumber, 0), ("+1", .badNumber, 0), ("1.", .badNumber, 0), (".5", .badNumber, 0),
            ("1e", .badNumber, 0), ("-", .badNumber, 0), ("1e999", .badNumber, 0), ("\"\n\"", .unexpectedByte, 1),
            ("\"\\x\"", .badEscape, 2), ("\"\\u12g4\"", .badEscape, 5), ("1 2", .trailingBytes, 2),
            ("'a'", .unexpectedByte, 0),
            ("NaN", .unexpectedByte, 0), ("\u{FEFF}1", .unexpectedByte, 0), ("1１", .trailingBytes, 1),
        ])
    func refused(text: String, kind: JSONError.Kind, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error == JSONError(kind: kind, offset: offset))
    }

    @Test("every shorter beginning of a document is refused")
    func prefixes() {
        let text = #"{"key": [1, -2.5e3, "a\u00e4\ud83d\ude00", true, false, null, {"x": []}], "last": "end"}"#
        let bytes = Array(text.utf8)
        #expect((try? JSONValue(parsing: text)) != nil)
        for length in 0..<bytes.count {
            let prefix = Array(bytes.prefix(length))
            #expect(throws: JSONError.self, "\(length) bytes") { try JSONValue(parsing: prefix.span) }
        }
    }

    @Test("values nested to the limit are read, and no deeper ones")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(JSONValue.depthLimit)) }
        for depth in [JSONValue.depthLimit + 1, 1_000_000] {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: nested(depth)) }
            #expect(error?.kind == .tooDeep)
        }
        let objects = String(repeating: "{\"a\":", count: 1_000_000)
        #expect((#expect(throws: JSONError.self) { try JSONValue(parsing: objects) })?.kind == .tooDeep)
    }

    @Test("the last of several members of one name is the one that counts")
    func members() throws {
        let value = try JSONValue(parsing: #"{"a": 1, "b": [2], "a": "x"}"#)
        #expect(value["a"]?.string == "x" && value["b"]?.elements == [.integer(2)])
        #expect(value["c"] == nil && value.elements.isEmpty && value["a"]?["a"] == nil)
    }

    @Test("numbers that JSON cannot write become null")
    func unwritable() {
        #expect(JSONValue.array([.real(.nan), .real(.infinity), .real(-.infinity)]).compactText == "[null,null,null]")
    }

    @Test("random bytes never trap")
    func randomBytes() {
        var generator = SeededGenerator(seed: 8259)
        let alphabet = Array(#"{}[]",:\u0123456789dDeE+-. truefalsn"#.utf8) + [0x00, 0x80, 0xC3, 0xFF]
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            _ = try? JSONValue(parsing: bytes.span)
        }
    }

    @Test("Python's json reads what is written, and writes what is read", .enabled(if: PythonOracle.canImport("json")))
    func pythonAgrees() throws {
        var generator = SeededGenerator(seed: 627)
        let values = (0..<300).map { _ in Self.randomValue(&generator, depth: 0) }
        let script = """
            import sys, json
            for line in sys.stdin.read().split("\\n"):
                print(json.dumps(json.loads(line)))
            """
        let input = values.map(\.compactText).joined(separator: "\n")
        let lines = try #require(PythonOracle.run(script, input: input)).split(separator: "\n").map(String.init)
        #expect(lines.count == values.count)
        for (value, line) in zip(values, lines) {
            #expect(try JSONValue(parsing: line) == value)
        }
    }

    private static func randomValue(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0...(depth < 4 ? 6 : 4), using: &generator) {
        case 0: return .null
        case 1: return .boolean(.random(using: &generator))
        case 2: return .integer(.random(in: .min ... .max, using: &generator))
        case 3: return .real(Double.random(in: -1e9...1e9, using: &generator) * 1e-3)
        case 4: return .string(randomText(&generator))
        case 5:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in randomValue(&generator, depth: depth + 1) })
        default:
            // Names differ, because Python keeps one member of a name.
            let count = Int.random(in: 0...4, using: &generator)
            return .object(
                (0..<count).map {
                    JSONValue.Member("\($0)" + randomText(&generator), randomValue(&generator, depth: depth + 1))
                })
        }
    }

    private static func randomText(_ generator: inout SeededGenerator) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "\u{85}", "\u{E4}", "\u{2028}", "\u{FFFD}",
            "\u{1F600}", "\u{10FFFF}",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            text.append(scalars.randomElement(using: &generator) ?? "a")
        }
        return String(text)
    }
}
