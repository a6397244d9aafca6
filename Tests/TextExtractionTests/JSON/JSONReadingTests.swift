import Testing
import TextExtraction

@Suite("The strings of a JSON text")
struct JSONReadingTests {
    @Test("come with their place, their field and who says them")
    func messages() {
        let reading = FileReading(
            #"{"model": "m", "messages": [{"role": "user", "content": "hi"}, {"content": "hello", "role": "assistant"}]}"#,
            named: "a.json")
        #expect(
            reading.lines == [
                "$.model | m", "$.messages[0].role | user", "$.messages[0].content | user: hi",
                "$.messages[1].content | assistant: hello", "$.messages[1].role | assistant",
            ])
        #expect(reading.texts(of: "messages[*].content") == ["hi", "hello"])
        #expect(reading.gaps.isEmpty)
    }

    @Test(
        "find their speaker in the shapes that programs write",
        arguments: [
            (#"{"role":"user","content":[{"type":"text","text":"X"}]}"#, "user"),
            (#"{"content":[{"type":"text","text":"X"}],"role":"assistant"}"#, "assistant"),
            (#"{"message":{"author":{"role":"user","name":null},"content":{"parts":["X"]}}}"#, "user"),
            (#"{"message":{"content":{"content_type":"text","parts":["X"]},"author":{"role":"user"}}}"#, "user"),
            (#"{"conversations":[{"from":"human","value":"X"}]}"#, "human"),
            (#"{"conversations":[{"value":"X","from":"gpt"}]}"#, "gpt"),
            (#"{"name":"Ann","is_user":true,"mes":"X"}"#, "user"),
            (#"{"name":"Bot","mes":"X","is_user":false}"#, "assistant"),
            (#"{"type":"user","message":{"role":"user","content":"X"}}"#, "user"),
            (#"{"sessionId":"1","type":"user","message":"X"}"#, "user"),
            (#"{"type":"human","data":{"content":"X"}}"#, "human"),
            (#"{"role":"user","parts":[{"text":"X"}]}"#, "user"),
            (#"{"sender":"human","text":"X"}"#, "human"),
            (#"{"role":"user","content":[{"type":"tool_result","content":"X"}]}"#, "tool_result"),
            (#"{"type":"say","say":"user_feedback","text":"X"}"#, "say"),
            (#"{"type":"object","text":"X"}"#, nil),
            (#"{"role":"user","metadata":{"text":"X"}}"#, nil),
            (#"[{"role":"user"},{"content":"X"}]"#, nil),
        ] as [(String, String?)])
    func speakers(text: String, role: String?) throws {
        let reading = FileReading(text, named: "a.json")
        let unit = try #require(reading.units.first { $0.text == Array("X".utf8) })
        #expect(unit.role == role)
        #expect(reading.gaps.isEmpty)
    }

    @Test("of records under identifiers share a field")
    func recordKeys() {
        let reading = FileReading(
            #"{"mapping":{"aaaabbbb-cccc-4ddd-8eee-ffff00001111":{"text":"a"},"7":{"text":"b"},"beef":{"text":"c"}}}"#,
            named: "a.json")
        #expect(reading.texts(of: "mapping.*.text") == ["a", "b"])
        #expect(reading.units.first?.locator == #"$.mapping["aaaabbbb-cccc-4ddd-8eee-ffff00001111"].text"#)
    }

    @Test("of JSON Lines come with their line, and a broken line costs only itself")
    func jsonLines() {
        let reading = FileReading(
            "{\"x\":\"a\"}\n\n{\"x\":\"b\", oops}\n{\"x\":\"c\n{\"x\":[\"d\"\n\"e\"\n", named: "a.jsonl")
        #expect(
            reading.lines == [
                "line 1 $.x | a", "line 3 $.x | b", "line 3 | oops}", "line 4 | c", "line 5 $.x[0] | d", "line 6 $ | e",
            ])
        #expect(reading.gaps == [.malformed: 3])
    }

    @Test("of several texts one after another are told apart by line")
    func concatenated() {
        let reading = FileReading("{\"x\":\"a\"}{\"x\":\"b\"}\n{\"x\":\"c\"}", named: "a.json")
        #expect(reading.lines == ["$.x | a", "line 1 $.x | b", "line 2 $.x | c"])
    }

    @Test("are given as far as they go where the text is cut off")
    func truncated() {
        let reading = FileReading(#"{"messages":[{"role":"user","content":"half a prom"#, named: "a.json")
        #expect(reading.lines.last == "$.messages[0].content | user: half a prom")
        #expect(reading.gaps == [.truncated: 1])
    }

    @Test("are found beyond what is no JSON, and what is none is handed out too")
    func broken() {
        let reading = FileReading(
            "{\n  \"a\": \"one\",\n  \"b\": oops \"two\",\n  // remark\n  \"c\": \"three\",\n  \"d\": \"fo\nur\"\n}",
            named: "a.json")
        #expect(
            reading.lines == [
                "$.a | one", "line 3 | oops \"two\",", "line 4 comment | // remark", "$.c | three", "line 6 | fo",
                "line 7 | ur\"",
            ])
        #expect(reading.gaps == [.malformed: 1])
    }

    @Test("that are longer than a piece come in pieces which end between characters")
    func pieces() {
        var limits = ExtractionLimits()
        limits.unitBytes = 100
        let long = String(repeating: "aé€😀", count: 50)
        let reading = FileReading("{\"role\":\"user\",\"content\":\"\(long)\"}", named: "a.json", limits: limits)
        let pieces = reading.units.filter { $0.field == "content" }
        #expect(pieces.count > 4)
        #expect(String(decoding: pieces.flatMap(\.text), as: UTF8.self) == long)
        #expect(
            pieces.allSatisfy {
                $0.role == "user" && $0.text.count <= 104 && String(validating: $0.text, as: UTF8.self) != nil
            })
        #expect(pieces.dropFirst().first?.locator == "$.content from byte \(pieces[0].text.count)")
    }

    @Test("are found at any depth, and below the limit the depth is noted")
    func depth() {
        let text = String(repeating: "[", count: 5_000) + "\"deep\"" + String(repeating: "]", count: 5_000)
        let reading = FileReading(text, named: "a.json")
        #expect(reading.texts == ["deep"])
        #expect(reading.gaps == [.capped("nesting of JSON"): 1])
    }

    @Test("of UTF-16 and behind a byte order mark are read")
    func encodings() {
        let text = #"{"x":"Grüße"}"#
        #expect(FileReading([0xEF, 0xBB, 0xBF] + Array(text.utf8), named: "a.json").texts == ["Grüße"])
        let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] as [UInt8] }
        #expect(FileReading(wide, named: "a.json").texts == ["Grüße"])
    }

    @Test("of a notebook are whole cells")
    func notebook() {
        let reading = FileReading(
            """
            {"cells":[{"cell_type":"code","source":["import os\\n","print(1)"],
            "outputs":[{"output_type":"stream","text":["1\\n","2\\n"]}]},{"cell_type":"markdown","source":"# T"}]}
            """, named: "a.ipynb")
        #expect(reading.texts(of: "cells[*].source") == ["import os\nprint(1)", "# T"])
        #expect(reading.texts(of: "cells[*].outputs[*].text") == ["1\n2\n"])
    }

    @Test("that are names of members come too when they are long")
    func longNames() {
        let reading = FileReading(#"{"what is the capital of France":"Paris","short":"x"}"#, named: "a.json")
        #expect(reading.texts == ["what is the capital of France", "Paris", "x"])
    }
}
