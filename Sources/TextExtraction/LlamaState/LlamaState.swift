/// What llama.cpp keeps of a conversation: token numbers, and the shape of the key-value cache behind them.
///
/// Layout: `llama_state_save_file` and `llama_state_seq_save_file` of llama.cpp, and the packed block of its server, whose
/// first number is -1. Versions are not judged by their number. What hardware wrote it is little-endian.
struct LlamaState {
    /// Which of the two kinds of file it is.
    enum Kind: Equatable {
        /// The state of a whole context, which names the model's architecture (`ggsn`).
        case session
        /// The state of one sequence, such as a slot of the server (`ggsq`).
        case sequence
    }

    /// The numbers below this one are numbers of a file format and not of a text.
    private static let tokenLimit = 8 << 20

    let kind: Kind
    /// The tokens; a negative one stands for an image or a sound.
    private(set) var tokens: [Int32] = []
    /// How many images and sounds are in the conversation.
    private(set) var mediaCount = 0
    /// The name of the model's architecture, where the file has it.
    private(set) var architecture: String?
    /// The shape of the key-value cache, where it could be made out.
    private(set) var cache: LlamaCacheShape?

    /// Tokens that stand elsewhere than in a state of llama.cpp.
    init(tokens: [Int32]) {
        kind = .sequence
        self.tokens = tokens
    }

    /// Reads a file's tokens and finds out what its cache looks like.
    ///
    /// - Throws: ``ExtractionGap`` where the tokens can't be read; a cache that is not understood is no error.
    init(_ source: ByteSource) throws(ExtractionGap) {
        var bytes = WindowedSource(source)
        switch try bytes.unsigned32() {
        case 0x6767_736E: kind = .session
        case 0x6767_7371: kind = .sequence
        default: throw .malformed
        }
        _ = try bytes.unsigned32()
        let count = Int(try bytes.unsigned32())
        guard Int64(count) <= bytes.left / 4 else { throw .truncated }
        guard count <= Self.tokenLimit else { throw .capped("tokens of one conversation") }
        var words: [Int32] = []
        words.reserveCapacity(count)
        for _ in 0..<count { words.append(try bytes.signed32()) }
        if words.first == -1 {
            try unpack(words)
        } else {
            tokens = words
        }
        readCache(bytes)
    }

    /// Takes a packed block apart: -1, 1, a number of tokens, these, a number of media, where each begins, each as bytes.
    private mutating func unpack(_ words: [Int32]) throws(ExtractionGap) {
        guard words.count >= 3, words[1] == 1 else { throw .unsupported("packed tokens of another layout") }
        let count = Int(UInt32(bitPattern: words[2]))
        guard count <= words.count - 3 else { throw .malformed }
        tokens = Array(words[3..<3 + count])
        if words.count > 3 + count { mediaCount = Int(UInt32(bitPattern: words[3 + count])) }
    }

    private mutating func readCache(_ beginning: WindowedSource) {
        var bytes = beginning
        if kind == .session {
            do throws(ExtractionGap) {
                let length = Int(try bytes.unsigned32())
                guard length <= 64 else { return }
                let name = try bytes.take(length)
                guard name.allSatisfy({ (0x21...0x7E).contains($0) }) else { return }
                architecture = String(decoding: name, as: UTF8.self)
            } catch {
                return
            }
        }
        cache = LlamaCacheShape(bytes)
    }
}
