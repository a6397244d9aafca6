import Observation
import TestSupport
import Testing

@testable import Dissection

@Suite("JSON that was cut off")
struct JSONPrefixTests {
    private static let text = ##"{"a":[1,2.5e3,{"b":"x\u00e9\n\ud83d\ude00y"},[],{}],"c":null,"däd":true,"e":"last"}"##

    private func prefix(_ bytes: some Sequence<UInt8>) -> JSONPrefix? {
        let bytes = Array(bytes)
        return JSONPrefix(bytes.span)
    }

    @Test("every prefix reads as a part of the whole", arguments: 1..<text.utf8.count)
    func prefixes(length: Int) throws {
        let read = try #require(prefix(Self.text.utf8.prefix(length)))
        #expect(!read.isWhole)
        #expect(Self.isPart(read.value, of: try JSONValue(parsing: Self.text)))
    }

    /// Whether a value is what a cut leaves of another one.
    private static func isPart(_ part: JSONValue, of whole: JSONValue) -> Bool {
        switch (part, whole) {
        case (.string(let part), .string(let whole)): whole.hasPrefix(part)
        case (.array(let parts), .array(let wholes)):
            parts.count <= wholes.count && zip(parts, wholes).allSatisfy { isPart($0, of: $1) }
        case (.object(let parts), .object(let wholes)):
            parts.count <= wholes.count
                && zip(parts, wholes).allSatisfy { $0.name == $1.name && isPart($0.value, of: $1.value) }
        default: part == whole
        }
    }

    @Test("what stands before an error is kept")
    func errors() {
        #expect(prefix(#"{"a":"b","c":tru!}"#.utf8)?.value == .object([.init("a", .string("b"))]))
        #expect(prefix(#"{"a":1e999,"b":2}"#.utf8)?.value == .object([]))
        #expect(prefix(#"["x","y\q"]"#.utf8)?.value == .array([.string("x"), .string("y")]))
        #expect(prefix(#"{"a":[1,"x"}"#.utf8)?.value == .object([.init("a", .array([.integer(1), .string("x")]))]))
        #expect(prefix("{\"a\":\"b\nc\"}".utf8)?.value == .object([.init("a", .string("b"))]))
        #expect(prefix("prompt=x".utf8) == nil)
        #expect(prefix("".utf8) == nil)
        #expect(prefix("\"".utf8)?.value == .string(""))
    }

    @Test("deep nesting, duplicate names, lone surrogates and bytes that are no UTF-8 are values")
    func hostile() {
        #expect(prefix(Array(repeating: UInt8(ascii: "["), count: 100_000)) != nil)
        let objects = Array(String(repeating: #"{"a":"#, count: 50_000).utf8)
        #expect(prefix(objects) != nil)
        #expect(prefix(#"{"a":1,"a":2}"#.utf8)?.value["a"] == .integer(2))
        #expect(prefix(#"["\ud800"]"#.utf8)?.value == .array([.string("\u{FFFD}")]))
        #expect(prefix([0x22, 0xFF, 0xFE, 0x22])?.value == .string("\u{FFFD}\u{FFFD}"))
        #expect(prefix([0x22, 0x61, 0xF0, 0x9F])?.value == .string("a"))
        #expect(prefix("[\(String(repeating: "9", count: 10_000))]".utf8) != nil)
    }

    @Test("random bytes and damaged texts never trap")
    func random() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...60, using: &generator)
            _ = prefix(generator.bytes(count, of: #"{}[]":,\u0dtrue12.e "#))
            var damaged = Array(Self.text.utf8)
            damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = prefix(damaged)
        }
    }

    @Test("an array that arrives in pieces is cut into its elements wherever the pieces end")
    func elements() {
        let text = #" [{"a":"]}\"["}, {"b":[{}]} ,{"c":1}] "#
        for place in 0...text.utf8.count {
            var cutter = JSONElementCutter(limit: 100)
            var elements: [[UInt8]] = []
            let bytes = Array(text.utf8)
            cutter.read(Array(bytes[..<place]).span, into: &elements)
            cutter.read(Array(bytes[place...]).span, into: &elements)
            #expect(
                elements.map { String(decoding: $0, as: UTF8.self) } == [
                    #"{"a":"]}\"["}"#, #"{"b":[{}]}"#, #"{"c":1}"#,
                ])
            #expect(cutter.isClosed)
        }
        var small = JSONElementCutter(limit: 8)
        var elements: [[UInt8]] = []
        small.read(Array(#"[{"a":"too long"},{"b":1}]"#.utf8).span, into: &elements)
        #expect(elements.count == 1 && small.droppedCount == 1)
    }
}
