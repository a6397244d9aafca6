import TestSupport
import Testing
import TextExtraction

@Suite("What a real llama.cpp saves", .serialized)
struct LlamaStateRealSoftwareTests {
    @Test("gives the prompt back as it was sent, each turn with its role", arguments: ["llama", "gpt2"])
    func prompt(tokenizer: String) throws {
        guard let left = try LlamaProgram.run(tokenizer: tokenizer) else { return }
        let model = FileInput(name: "tiny.gguf", bytes: ByteSource(left.model))
        let other = FileInput(name: "other.gguf", bytes: ByteSource(TinyVocabulary.gguf(count: 70_000)))
        for models in [[model], [other, model], [model, other]] {
            let slot = Reading(left.slot, as: .llamaState, models: models)
            let said = slot.units.prefix(2).map { "\($0.role ?? "?"): \(String(decoding: $0.text, as: UTF8.self))" }
            #expect(said == ["system: \(LlamaProgram.system)", "user: \(LlamaProgram.prompt)"])
            #expect(slot.units.allSatisfy { $0.locator.hasSuffix("by tiny.gguf") })
            #expect(slot.gaps.isEmpty)

            let session = Reading(left.session, as: .llamaState, models: models)
            #expect(session.texts == [LlamaProgram.prompt])
            #expect(session.units.first?.role == "user")
            #expect(session.units.first?.locator.hasSuffix("by tiny.gguf") == true)
        }
        let without = Reading(left.slot, as: .llamaState)
        #expect(without.units.isEmpty)
        #expect(without.tokenCount > LlamaProgram.prompt.count)
        #expect(without.gaps[.unsupported("token numbers without a model that fits")] == 1)
    }

    @Test("is told from what another tokenizer's model would make of it")
    func otherTokenizer() throws {
        guard let llama = try LlamaProgram.run(tokenizer: "llama"), let gpt = try LlamaProgram.run(tokenizer: "gpt2")
        else { return }
        let models = [
            FileInput(name: "llama.gguf", bytes: ByteSource(llama.model)),
            FileInput(name: "gpt2.gguf", bytes: ByteSource(gpt.model)),
        ]
        for list in [models, models.reversed()] {
            #expect(Reading(llama.slot, as: .llamaState, models: list).texts.contains(LlamaProgram.prompt))
            #expect(Reading(gpt.slot, as: .llamaState, models: list).texts.contains(LlamaProgram.prompt))
        }
    }

    @Test("of a model is its name, architecture and chat template, and not its vocabulary")
    func metadata() throws {
        guard let left = try LlamaProgram.run(tokenizer: "gpt2") else { return }
        let reading = Reading(left.model, as: .gguf)
        #expect(reading.text(field: "general.name") == "tiny gpt2")
        #expect(reading.text(field: "general.architecture") == "llama")
        #expect(reading.text(field: "tokenizer.chat_template")?.hasPrefix("{% for m in messages %}") == true)
        #expect(reading.units.count < 12)
        #expect(reading.gaps.isEmpty)
    }
}
