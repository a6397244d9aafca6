import Testing
import TextExtraction

@Suite("The entries of a history")
struct HistoryReadingTests {
    @Test("of bash leave out the times between them")
    func bash() {
        let reading = FileReading("#1700000000\nllm 'hi'\n#1700000001\nls\n# remark\n", named: ".bash_history")
        #expect(reading.lines == ["entry 1 | llm 'hi'", "entry 2 | ls", "entry 3 | # remark"])
    }

    @Test("of zsh lose their times, escapes and line continuations")
    func zsh() {
        // é is C3 A9 and 世 is E4 B8 96; of these A9 and 96 lie outside of, and inside what the shell escapes.
        let bytes =
            Array(": 1700000000:0;echo caf".utf8) + [0xC3, 0xA9, 0x0A] + Array(": 1700000001:12;echo ".utf8)
            + [0xE4, 0xB8, 0x83, 0x96 ^ 0x20, 0x0A] + Array(": 1700000002:0;for a\\\ndo b\nplain\n".utf8)
        let reading = FileReading(bytes, named: ".zsh_history")
        #expect(reading.texts == ["echo café", "echo 世", "for a\ndo b", "plain"])
        #expect(reading.units.map(\.locator) == ["entry 1", "entry 2", "entry 3", "entry 4"])
    }

    @Test("of fish lose their escapes, and come with the paths that were found in them")
    func fish() {
        let reading = FileReading(
            "- cmd: echo a\\\\nb\\nc\n  when: 1700000000\n  paths:\n    - /etc/hosts\n- cmd: ls\n  when: 1700000001\n",
            named: "fish_history")
        #expect(reading.lines == ["entry 1 | echo a\\nb\nc", "entry 1 paths | /etc/hosts", "entry 2 | ls"])
    }

    @Test("of prompt_toolkit are whole over several lines")
    func stamped() {
        let reading = FileReading(
            "\n# 2024-05-05 12:00:00.000000\n+write a poem\n+about cats\n\n# 2024-05-05 12:01:00.000000\n+thanks\n",
            named: ".aider.input.history")
        #expect(reading.lines == ["entry 1 | write a poem\nabout cats", "entry 2 | thanks"])
    }

    @Test("of libedit lose their octal escapes")
    func libedit() {
        let reading = FileReading("_HiStOrY_V2_\nselect\\0401;\nplain\n", named: ".sqlite_history")
        #expect(reading.texts == ["select 1;", "plain"])
    }
}
