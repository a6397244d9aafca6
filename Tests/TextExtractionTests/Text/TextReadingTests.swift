import TestSupport
import Testing
import TextExtraction

@Suite("The lines of a text")
struct TextReadingTests {
    @Test("come with their number, whatever ends them")
    func lines() {
        let reading = FileReading("first\r\n\n  third\nlast", named: "server.log")
        #expect(reading.lines == ["line 1 | first", "line 3 |   third", "line 4 | last"])
    }

    @Test("are read in the encodings that texts come in")
    func encodings() {
        let text = "Grüße, 世界 😀\nEnde"
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let lines = ["Grüße, 世界 😀", "Ende"]
        #expect(FileReading(text, named: "a.txt").texts == lines)
        #expect(FileReading([0xEF, 0xBB, 0xBF] + Array(text.utf8), named: "a.txt").texts == lines)
        #expect(FileReading([0xFF, 0xFE] + wide, named: "a.txt").texts == lines)
        #expect(FileReading([0xFE, 0xFF] + big, named: "a.txt").texts == lines)
        let plain = "plain words without a mark"
        #expect(FileReading(plain.utf16.flatMap { [UInt8($0 & 0xFF), 0] }, named: "a.txt").texts == [plain])
        #expect(FileReading(plain.utf16.flatMap { [0, UInt8($0 & 0xFF)] }, named: "a.txt").texts == [plain])
        #expect(FileReading(Array("caf".utf8) + [0xE9], named: "a.txt").texts == ["café"])
        #expect(FileReading(Array("é und ".utf8) + [0xE9], named: "a.txt").texts == ["é und \u{FFFD}"])
    }

    @Test("that are longer than a piece come in pieces which end between characters")
    func pieces() {
        var limits = ExtractionLimits()
        limits.unitBytes = 64
        let long = String(repeating: "aé€😀", count: 4_000)
        let reading = FileReading("x\n\(long)\ny", named: "a.txt", limits: limits)
        #expect(reading.texts.dropFirst().dropLast().joined() == long)
        #expect(reading.units.allSatisfy { $0.text.count <= 64 })
        #expect(reading.units[1].locator == "line 2")
        #expect(reading.units[2].locator == "line 2 from byte \(reading.units[1].text.count)")
        #expect(reading.lines.last == "line 3 | y")
    }

    @Test("of UTF-16 keep characters whole across chunks", arguments: [32_766, 32_767, 32_768])
    func wideChunks(count: Int) {
        let text = String(repeating: "a", count: count) + "😀z"
        let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] as [UInt8] }
        #expect(FileReading(wide, named: "a.txt").texts == [text])
    }

    @Test("end where the file fails, and that is noted")
    func failing() {
        let source = ByteSource(count: 200_000) { (offset, room) throws(InputError) in
            guard offset < 65_536 else { throw InputError(number: 5) }
            for index in room.indices { room[index] = index % 100 == 99 ? 0x0A : 0x61 }
            return room.count
        }
        let reading = FileReading(source, named: "a.txt")
        #expect(reading.units.count > 600)
        #expect(reading.gaps == [.unreadable(5): 1])
    }

    @Test("of a container's log are put together again")
    func containerLog() {
        let reading = FileReading(
            """
            {"log":"one\\n","stream":"stdout","time":"2025-01-01T00:00:00Z"}
            {"log":"two ","stream":"stdout","time":"2025-01-01T00:00:00Z"}
            {"log":"error\\n","stream":"stderr","time":"2025-01-01T00:00:00Z"}
            {"log":"halves\\n","stream":"stdout","time":"2025-01-01T00:00:00Z"}
            broken
            {"log":"rest","stream":"stdout","time":"2025-01-01T00:00:00Z"}
            """, named: "0123-json.log")
        #expect(
            reading.lines == [
                "line 1 | one", "line 3 | error", "line 2 | two halves", "line 5 | broken", "line 6 | rest",
            ])
        #expect(reading.gaps == [.malformed: 1])
    }

    @Test("of random bytes never trap, under any name")
    func hostile() {
        var generator = SeededGenerator(seed: 4)
        let names = [
            "a.log", "a.md", "a.yaml", "a.toml", ".env", ".zsh_history", "fish_history", ".bash_history", "a-json.log",
            ".aider.chat.history.md", ".aider.llm.history",
        ]
        for _ in 0..<400 {
            let bytes = generator.bytes(200, of: "ab:#*-+|>\"'=[]\\ \n\r\té_{}0123456789;")
            for name in names { _ = FileReading(bytes, named: name) }
        }
        for name in names {
            for beginning in [
                "- cmd: ", ": 1:0;", "_HiStOrY_V2_\n", "\n# 2024\n+", "{\"log\":\"", "# aider chat started at ",
            ] {
                let bytes = Array(beginning.utf8) + generator.bytes(100)
                for length in 0...bytes.count { _ = FileReading(Array(bytes.prefix(length)), named: name) }
            }
        }
    }
}
