import TestSupport
import Testing
import TextExtraction

@Suite("A saved state of llama.cpp")
struct LlamaStateTests {
    private static let talk = "<s><|im_start|>user\nmy PIN is 4711 é<|im_end|>\n<|im_start|>assistant\nno<|im_end|>"
    private static var model: FileInput { FileInput(name: "m.gguf", bytes: ByteSource(TinyVocabulary.gguf())) }

    @Test("gives turns with roles, whether or not its tokens are packed", arguments: [true, false], [0, 4, 8])
    func turns(isPacked: Bool, extra: Int) {
        let bytes = TinyVocabulary.slot(TinyVocabulary.tokens(Self.talk), isPacked: isPacked, extra: extra)
        let reading = Reading(bytes, as: .llamaState, models: [Self.model])
        #expect(reading.texts == ["<s>", "my PIN is 4711 é", "no"])
        #expect(reading.units.map(\.role) == [nil, "user", "assistant"])
        #expect(reading.units.map(\.locator).last == "tokens 37..<39 by m.gguf")
    }

    @Test("without known marks is one piece")
    func onePiece() {
        let bytes = TinyVocabulary.slot(TinyVocabulary.tokens("user: hello\nassistant:"), isPacked: true)
        let reading = Reading(bytes, as: .llamaState, models: [Self.model])
        #expect(reading.texts == ["user: hello\nassistant:"])
        #expect(reading.units.map(\.role) == [nil])
    }

    @Test("is read with the model whose layers are as many, not with the first one whose vocabulary is large enough")
    func ranking() {
        let bytes = TinyVocabulary.slot(TinyVocabulary.tokens("hello"), isPacked: true, layers: 3)
        let fitting = FileInput(name: "three.gguf", bytes: ByteSource(TinyVocabulary.gguf(layers: 3)))
        let small = FileInput(name: "small.gguf", bytes: ByteSource(TinyVocabulary.gguf(tokenizer: "bert", layers: 3)))
        let reading = Reading(bytes, as: .llamaState, models: [Self.model, small, fitting])
        #expect(reading.units.map(\.locator) == ["tokens 0..<5 by three.gguf"])
        let unsure = Reading(bytes, as: .llamaState, models: [Self.model])
        #expect(unsure.units.map(\.locator) == ["tokens 0..<5 by m.gguf, which may be another model's"])
    }

    @Test("with token numbers that no vocabulary has is told with how many there are")
    func noModel() {
        let bytes = TinyVocabulary.slot([5, 99_999, -1, 7], isPacked: false)
        let reading = Reading(bytes, as: .llamaState, models: [Self.model])
        #expect(reading.units.isEmpty)
        #expect(reading.tokenCount == 3)
        #expect(reading.gaps[.unsupported("token numbers without a model that fits")] == 1)
        let other = FileInput(name: "b", bytes: ByteSource(TinyVocabulary.gguf(tokenizer: "bert")))
        #expect(Reading(bytes, as: .llamaState, models: [other]).gaps[.unsupported("bert tokenizer")] == 1)
    }

    @Test(
        "names the speakers of the well-known templates",
        arguments: [
            ("<|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|>", "user", "hi"),
            ("<s>[INST] hi [/INST]", "user", "hi"),
            ("<bos><start_of_turn>model\nhi<end_of_turn>\n", "model", "hi"),
            ("<|system|>\nhi<|end|>", "system", "hi"),
            ("<|start|>assistant<|channel|>final<|message|>hi<|return|>", "assistant", "hi"),
            ("<｜User｜>hi<｜Assistant｜>", "user", "hi"),
        ])
    func templates(text: String, role: String, said: String) {
        let bytes = TinyVocabulary.slot(TinyVocabulary.tokens(text), isPacked: false)
        let reading = Reading(bytes, as: .llamaState, models: [Self.model])
        #expect(reading.units.contains { $0.role == role && $0.text == Array(said.utf8) })
    }

    @Test("and a model may be broken anywhere")
    func broken() {
        let bytes = TinyVocabulary.slot(TinyVocabulary.tokens(Self.talk), isPacked: true)
        BrokenBytes.forEach(bytes, rounds: 60) { _ = Reading($0, as: .llamaState, models: [Self.model]) }
        BrokenBytes.forEach(TinyVocabulary.gguf(), keeping: 24, rounds: 60) {
            _ = Reading($0, as: .gguf)
            let model = FileInput(name: "m", bytes: ByteSource($0))
            _ = Reading(bytes, as: .llamaState, models: [model])
        }
        let short = Reading(Array(bytes.prefix(30)), as: .llamaState)
        #expect(short.gaps[.truncated] == 1)
    }
}
