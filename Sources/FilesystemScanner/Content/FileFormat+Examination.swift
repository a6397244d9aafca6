internal import TextExtraction

extension FileFormat {
    /// How a file of the format is searched for secrets.
    enum Search {
        /// As the bytes that it is.
        case bytes
        /// In the pieces of text that its reader finds, because its bytes are packed, paged or encoded.
        case units
    }

    var search: Search {
        switch self {
        case .text, .json, .jsonLines, .markdown, .yaml, .toml, .notebook, .pickle, .qtChat, .memory, .binary: .bytes
        case .sqlite, .levelDB, .png, .webP, .jpeg, .archive, .compressed, .safetensors, .gguf, .llamaState, .journal,
            .structuredClone:
            .units
        }
    }

    /// Whether its pieces of text may be counted as prompts and answers.
    var isStructured: Bool {
        switch self {
        case .memory, .binary: false
        default: true
        }
    }
}
