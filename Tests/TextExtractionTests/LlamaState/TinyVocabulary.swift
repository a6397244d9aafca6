/// A model file without tensors, and states over its vocabulary.
enum TinyVocabulary {
    /// Token numbers: 0 to 255 are bytes, then control tokens.
    static let control = ["<s>", "</s>", "<|im_start|>", "<|im_end|>"]

    static func gguf(
        tokenizer: String = "llama", count: Int = 260, architecture: String = "llama", layers: UInt32 = 2
    ) -> [UInt8] {
        var texts =
            (0..<256).map { "<0x" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) + ">" } + control
        for index in texts.count..<max(texts.count, count) { texts.append("\u{2581}word\(index)") }
        let pairs: [[UInt8]] = [
            text("general.architecture") + .little(UInt32(8)) + text(architecture),
            text("\(architecture).block_count") + .little(UInt32(4)) + .little(layers),
            text("\(architecture).attention.key_length") + .little(UInt32(4)) + .little(UInt32(8)),
            text("\(architecture).attention.head_count_kv") + .little(UInt32(4)) + .little(UInt32(2)),
            text("tokenizer.ggml.model") + .little(UInt32(8)) + text(tokenizer),
            text("tokenizer.ggml.token_type") + .little(UInt32(9)) + .little(UInt32(5)) + .little(UInt64(texts.count))
                + texts.indices.flatMap { [UInt8].little(Int32($0 < 256 ? 6 : $0 < 260 ? 3 : 1)) },
            text("general.tags") + .little(UInt32(9)) + .little(UInt32(8)) + .little(UInt64(2)) + text("a") + text("b"),
            text("tokenizer.ggml.tokens") + .little(UInt32(9)) + .little(UInt32(8)) + .little(UInt64(texts.count))
                + texts.flatMap { text($0) },
        ]
        return Array("GGUF".utf8) + .little(UInt32(3)) + .little(UInt64(0)) + .little(UInt64(pairs.count))
            + pairs.flatMap { $0 }
    }

    static func tokens(_ text: String) -> [Int32] {
        var (tokens, rest): ([Int32], Substring) = ([], text[...])
        while !rest.isEmpty {
            if let mark = control.firstIndex(where: { rest.hasPrefix($0) }) {
                tokens.append(Int32(256 + mark))
                rest = rest.dropFirst(control[mark].count)
            } else {
                tokens += Array(String(rest.removeFirst()).utf8).map { Int32($0) }
            }
        }
        return tokens
    }

    /// A file of the state of one sequence, as servers wrote it before and since they pack tokens.
    static func slot(_ tokens: [Int32], isPacked: Bool, layers: UInt32 = 2, row: UInt64 = 32, extra: Int = 0) -> [UInt8]
    {
        let words = isPacked ? [-1, 1, Int32(tokens.count)] + tokens + [0] : tokens
        var bytes: [UInt8] = Array("qsgg".utf8) + .little(UInt32(3)) + .little(UInt32(words.count))
        bytes += words.flatMap { [UInt8].little($0) }
        bytes += .little(UInt32(1)) + .little(UInt32(tokens.count))
        for position in tokens.indices { bytes += .little(UInt32(position)) + .little(UInt32(1)) + .little(UInt32(0)) }
        bytes += .little(UInt32(0)) + .little(layers) + [UInt8](repeating: 0, count: extra)
        for _ in 0..<layers * 2 {
            bytes += .little(Int32(1)) + .little(row) + [UInt8](repeating: 7, count: Int(row) * tokens.count)
        }
        return bytes
    }

    private static func text(_ text: String) -> [UInt8] { .little(UInt64(text.utf8.count)) + Array(text.utf8) }
}
