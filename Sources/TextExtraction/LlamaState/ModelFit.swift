/// How well a model fits to a saved state; of several the best one's vocabulary is used.
///
/// A state of one sequence does not name its model. What speaks for one: it has all the token numbers, as many layers and
/// rows as long as the cache's, the texts are valid UTF-8, and control tokens are those that its chat template uses.
struct ModelFit {
    let name: String
    let vocabulary: Vocabulary
    /// The sum of what speaks for it.
    let score: Int
    /// Whether the cache's shape is the model's, so that it is not only the vocabulary that happens to be large enough.
    let isSure: Bool

    /// Judges a model; nothing where it can't be the one.
    ///
    /// - Throws: ``ExtractionGap`` when the model file can't be read or its tokenizer is not known.
    init?(_ model: FileInput, _ state: LlamaState) throws(ExtractionGap) {
        let metadata = try GGUFMetadata(model.bytes, wantsVocabulary: true)
        vocabulary = try Vocabulary(metadata)
        name = model.name
        let count = vocabulary.count
        guard state.tokens.allSatisfy({ Int($0) < count }) else { return nil }
        let architecture = metadata.texts["general.architecture"].map { String(decoding: $0, as: UTF8.self) }
        if let named = state.architecture, named != architecture { return nil }
        var text: [UInt8] = []
        for token in state.tokens where token >= 0 { vocabulary.decode(Int(token), into: &text) }
        let invalid = Self.invalidBytes(text)
        // Half a character may stand at either end, and what a model made up may be none at all.
        guard invalid * 4 <= text.count else { return nil }
        var score = state.architecture == nil ? 0 : 4
        if invalid <= 3 { score += 2 }
        let shape = Self.fits(state.cache, metadata)
        score += shape.score
        score += Self.controlScore(state.tokens, vocabulary, metadata)
        self.score = score
        isSure = shape.isSame || state.architecture != nil && state.cache == nil
    }

    /// Whether the cache is this model's: its layers and the bytes of a row.
    private static func fits(_ cache: LlamaCacheShape?, _ metadata: GGUFMetadata) -> (score: Int, isSame: Bool) {
        guard let cache else { return (0, false) }
        var score = 0
        let layers = metadata.number("block_count") == Int64(cache.layerCount)
        score += layers ? 4 : 0
        var keys = metadata.number("attention.key_length")
        let heads = metadata.number("attention.head_count")
        if keys == nil, let width = metadata.number("embedding_length"), let heads, heads > 0 { keys = width / heads }
        guard let keys, let keyHeads = metadata.number("attention.head_count_kv") ?? heads else {
            // Models with another number of heads in each layer; the layers alone are told.
            return (score, layers)
        }
        let (numbers, overflow) = keys.multipliedReportingOverflow(by: keyHeads)
        let expected = overflow ? nil : LlamaCacheShape.bytes(of: numbers, numberType: cache.numberType)
        let rows = expected == Int64(clamping: cache.rowBytes)
        score += rows ? 4 : 0
        return (score, layers && rows)
    }

    /// Counts for a model whose first token stands first, and whose control tokens are those of its chat template.
    private static func controlScore(_ tokens: [Int32], _ vocabulary: Vocabulary, _ metadata: GGUFMetadata) -> Int {
        var score = 0
        let first = metadata.numbers["tokenizer.ggml.bos_token_id"]
        if let token = tokens.first, Int64(token) == first { score += 1 }
        let template = metadata.texts["tokenizer.chat_template"] ?? []
        let ends = ["bos", "eos", "eot", "eom"].compactMap { metadata.numbers["tokenizer.ggml.\($0)_token_id"] }
        var (known, unknown) = (0, 0)
        for token in Set(tokens) where token >= 0 && vocabulary.kind(of: Int(token)) == .control {
            if ends.contains(Int64(token)) || template.holds(vocabulary.written(Int(token))) {
                known += 1
            } else {
                unknown += 1
            }
        }
        if known > 0 { score += 1 }
        if unknown > known { score -= 2 }
        return score
    }

    /// How many bytes are not part of a valid character.
    private static func invalidBytes(_ text: [UInt8]) -> Int {
        var (count, index) = (0, 0)
        while index < text.count {
            let length = text.utf8CharacterLength(at: index)
            count += length == 0 ? 1 : 0
            index += max(1, length)
        }
        return count
    }
}

extension Array where Element == UInt8 {
    /// How many bytes the character at an index has in UTF-8 (RFC 3629); zero where none begins there.
    func utf8CharacterLength(at index: Int) -> Int {
        func follows(_ distance: Int) -> Bool { index + distance < count && self[index + distance] & 0xC0 == 0x80 }
        let second = index + 1 < count ? self[index + 1] : 0
        switch self[index] {
        case 0..<0x80: return 1
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        case 0xE0: return second >= 0xA0 && follows(1) && follows(2) ? 3 : 0
        case 0xED: return second < 0xA0 && follows(1) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        case 0xF0: return second >= 0x90 && follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return second < 0x90 && follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }

    /// Whether some bytes stand in these.
    func holds(_ part: ArraySlice<UInt8>) -> Bool {
        guard let first = part.first, part.count <= count else { return false }
        return indices.dropLast(part.count - 1).contains { self[$0] == first && self[$0...].starts(with: part) }
    }
}
