import TextExtraction

/// A saved state of llama.cpp, and behind a mark the model to read it with.
enum LlamaStateFuzzing {
    static func read(_ input: Span<UInt8>) {
        var state: [UInt8] = []
        var models: [[UInt8]] = []
        FuzzPieces.forEach(input) { meaning, piece in
            if meaning & 1 == 0 {
                state = ExtractionRun.bytes(piece)
            } else {
                models.append(ExtractionRun.bytes(piece))
            }
        }
        ExtractionRun(models: models).read(state, as: .llamaState)
    }
}
