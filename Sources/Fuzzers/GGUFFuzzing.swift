@testable import TextExtraction

/// The metadata of a model, and each of its tokens as text.
enum GGUFFuzzing {
    static func read(_ input: Span<UInt8>) {
        let bytes = ExtractionRun.bytes(input)
        ExtractionRun().read(bytes, as: .gguf)
        guard let metadata = try? GGUFMetadata(ByteSource(bytes), wantsVocabulary: true),
            let vocabulary = try? Vocabulary(metadata)
        else { return }
        var text: [UInt8] = []
        for token in -1...vocabulary.count { vocabulary.decode(token, into: &text) }
        precondition(text.count <= 3 * input.count + 16, "more text than the tokens have")
    }
}
