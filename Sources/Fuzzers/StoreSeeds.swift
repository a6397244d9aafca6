/// Inputs to begin with for the stores that programs keep texts in.
enum StoreSeeds {
    static let all: [(target: FuzzTarget, input: [UInt8])] = [
        (.gguf, gguf), (.llamaState, state + FuzzPieces.mark + [1] + gguf), (.llamaState, packedState),
        (.pickle, pickle), (.pickle, oldPickle), (.leveldb, [2] + batch), (.leveldb, [3] + block),
        (.leveldb, [4] + snappy),
        (.leveldb, [5] + clone), (.journal, journal), (.qtChat, chat),
    ]

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func text(_ text: String) -> [UInt8] { little(UInt64(text.utf8.count)) + Array(text.utf8) }

    private static let gguf: [UInt8] = {
        let tokens = ["<unk>", "<s>", "<|im_start|>", "\u{2581}hello", "<0x0A>"]
        return Array("GGUF".utf8) + little(UInt32(3)) + little(UInt64(0)) + little(UInt64(5))
            + text("general.architecture")
            + little(UInt32(8)) + text("llama") + text("llama.block_count") + little(UInt32(4)) + little(UInt32(1))
            + text("tokenizer.ggml.model") + little(UInt32(8)) + text("llama") + text("tokenizer.ggml.token_type")
            + little(UInt32(9)) + little(UInt32(5)) + little(UInt64(5)) + [2, 3, 3, 1, 6].flatMap { little(Int32($0)) }
            + text("tokenizer.ggml.tokens") + little(UInt32(9)) + little(UInt32(8)) + little(UInt64(5))
            + tokens.flatMap { text($0) }
    }()

    private static let cache: [UInt8] =
        little(UInt32(1)) + little(UInt32(1)) + little(UInt32(0)) + little(UInt32(1)) + little(UInt32(0))
        + little(UInt32(0)) + little(UInt32(1)) + little(Int32(1)) + little(UInt64(4)) + [1, 2, 3, 4]

    private static let state: [UInt8] =
        Array("qsgg".utf8) + little(UInt32(3)) + little(UInt32(3)) + [2, 3, 4].flatMap { little(Int32($0)) } + cache

    private static let packedState: [UInt8] =
        Array("qsgg".utf8) + little(UInt32(4)) + little(UInt32(6)) + [-1, 1, 2, 2, 3, 0].flatMap { little(Int32($0)) }
        + cache

    /// `{"role": "user", "ids": [1, 2, 300], "b": b"..."}`, protocol 4.
    private static let pickle: [UInt8] =
        [0x80, 4, 0x95, 40, 0, 0, 0, 0, 0, 0, 0, 0x7D, 0x94, 0x28, 0x8C, 4] + Array("role".utf8) + [0x94, 0x8C, 4]
        + Array("user".utf8) + [0x94, 0x8C, 3] + Array("ids".utf8) + [
            0x94, 0x5D, 0x94, 0x28, 0x4B, 1, 0x4B, 2, 0x4D, 44, 1,
        ]
        + [0x65, 0x8C, 1, 0x62, 0x94, 0x43, 3, 1, 2, 3, 0x94, 0x75, 0x2E]

    private static let oldPickle = Array(
        "(dp0\nS'a'\np1\n(lp2\nVtext \\u00e9\np3\naI12\nag1\nasS'o'\ncos\nsystem\n(S'x'\ntRs.".utf8)

    private static let batch: [UInt8] =
        little(UInt64(1)) + little(UInt32(3)) + [1, 3] + Array("key".utf8) + [5] + Array("value".utf8) + [0, 3]
        + Array("old".utf8) + [1, 7, 0, 1, 1, 1, 1, 1, 0, UInt8(2 + clone.count), 9] + clone

    private static let block: [UInt8] =
        [0, 9, 2, 0x61] + little(UInt64(0x101)) + [1, 2] + [1, 9, 1, 0x62] + little(UInt64(0x201)) + [3]
        + little(UInt32(0)) + little(UInt32(1))

    private static let snappy: [UInt8] = [17, 0x0C, 97, 98, 99, 100, 0x01, 4, 0x16, 2, 0, 0x0B, 14, 0, 0, 0]

    /// `{"a": ["b", 1], "c": new Map([["d", 1.5]])}` as V8 writes it.
    private static let clone: [UInt8] =
        [
            0xFF, 15, 0x6F, 0x22, 1, 0x61, 0x41, 2, 0x22, 1, 0x62, 0x49, 2, 0x24, 0, 2, 0x22, 1, 0x63, 0x3B, 0x22, 1,
            0x64, 0x4E,
        ]
        + little((1.5).bitPattern) + [0x3A, 2, 0x7B, 2]

    private static let journal: [UInt8] = {
        let message = Array("MESSAGE=hello".utf8)
        var bytes: [UInt8] = Array("LPKSHHRH".utf8) + little(UInt32(0)) + little(UInt32(4))
        bytes += [UInt8](repeating: 0, count: 72) + little(UInt64(208)) + [UInt8](repeating: 0, count: 112)
        bytes +=
            [1, 0, 0, 0, 0, 0, 0, 0] + little(UInt64(64 + message.count)) + [UInt8](repeating: 0, count: 48) + message
        bytes += [0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0] + little(UInt64(80)) + little(UInt64(1))
        return bytes + [UInt8](repeating: 0, count: 40) + little(UInt64(208)) + little(UInt64(0))
    }()

    private static let chat: [UInt8] = {
        func wide(_ text: String) -> [UInt8] {
            let units = text.utf16.flatMap { unit in withUnsafeBytes(of: unit.bigEndian) { Array($0) } }
            return [0, 0, 0, UInt8(units.count)] + units
        }
        return [0xF5, 0xD5, 0x53, 0xCC, 0, 0, 0, 12, 0, 0, 0, 0, 1, 2, 3, 4] + wide("id") + wide("title") + wide("me")
            + wide("m") + [0, 0, 0, 0, 1] + wide("Prompt: ") + wide("what?") + [0, 0, 0, 0] + wide("Response: ")
            + wide("that")
    }()
}
