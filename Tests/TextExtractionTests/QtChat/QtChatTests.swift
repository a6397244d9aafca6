import TestSupport
import Testing

@testable import TextExtraction

@Suite("A chat of GPT4All")
struct QtChatTests {
    private static func text(_ text: String) -> [UInt8] {
        let units = Array(text.utf16)
        return .big(UInt32(units.count * 2)) + units.flatMap { [UInt8].big($0) }
    }

    private static func bytes(_ text: String) -> [UInt8] { .big(UInt32(text.utf8.count)) + Array(text.utf8) }

    /// A message as the version writes it.
    private static func message(_ name: String, _ value: String, _ version: Int32) -> [UInt8] {
        var bytes: [UInt8] = version < 12 ? .big(Int32(1)) : []
        bytes += text(name) + text(value)
        if version < 10 { bytes += text("") }
        bytes += text("") + [0, 0, 0, 0]
        if version >= 11, name == "Response: " { bytes += [0] }
        if version >= 8 { bytes += .big(Int64(0)) } else if version >= 3 { bytes += text("") + .big(UInt32(0)) }
        if version >= 10 {
            let isPrompt = name == "Prompt: "
            bytes += .big(Int64(isPrompt ? 1 : 0))
            if isPrompt { bytes += self.bytes("file:///home/me/notes.txt") + self.bytes("what the notes say") }
        }
        if version >= 12 { bytes += .big(Int64(0)) }
        return bytes
    }

    private static func chat(_ version: Int32, state: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = [0xF5, 0xD5, 0x53, 0xCC] + .big(version) + .big(Int64(1_700_000_000))
        bytes +=
            text("a1b2c3") + text("My private title") + text("") + text("Llama 3") + .big(UInt32(1)) + text("Notes")
        bytes += [0] + state
        return bytes + .big(UInt32(2)) + message("Prompt: ", "my PIN is 4711 — ünï 😀", version)
            + message("Response: ", "I keep it to myself", version)
    }

    @Test("gives title and messages with who says them, in every version", arguments: [Int32(3), 5, 8, 10, 11, 12, 13])
    func versions(version: Int32) {
        let reading = Reading(Self.chat(version), as: .qtChat)
        #expect(reading.text(field: "name") == "My private title")
        let messages = reading.units.filter { $0.field == "messages[*].value" }
        #expect(
            messages.map { String(decoding: $0.text, as: UTF8.self) } == [
                "my PIN is 4711 — ünï 😀", "I keep it to myself",
            ])
        #expect(messages.map(\.role) == ["Prompt", "Response"])
        #expect(reading.texts.contains("what the notes say") == (version >= 10))
        #expect(reading.gaps.isEmpty)
        #expect(FileFormat(beginning: Self.chat(version).span, name: "gpt4all-x.chat") == .qtChat)
    }

    @Test("is read behind a model's memory, wherever a text falls in what is read at once", arguments: 3_000..<3_080)
    func state(count: Int) throws {
        var generator = SeededGenerator(seed: 3)
        let bytes = Self.chat(10, state: generator.bytes(count))
        var texts: [String] = []
        let scanner = QtTextScanner(ByteSource(bytes), longest: 1 << 20, chunkBytes: 512)
        try scanner.forEach(from: 16) {
            texts.append(String(decoding: $0.text, as: UTF8.self))
            return true
        }
        #expect(texts.contains("my PIN is 4711 — ünï 😀"))
        #expect(texts.contains("I keep it to myself"))
    }

    @Test("may be broken anywhere")
    func broken() {
        BrokenBytes.forEach(Self.chat(12), keeping: 8) { _ = Reading($0, as: .qtChat) }
    }
}
