/// What stands before the tensors of a model file: pairs of keys and values.
///
/// Layout: the GGUF specification, versions 2 and 3, little-endian. Of the values all strings are handed to a visitor as
/// they come, numbers are kept, and of a vocabulary as much as turns token numbers into text.
struct GGUFMetadata {
    /// How many bytes a vocabulary has at most; those of today have five.
    private static let vocabularyLimit = 16 << 20
    /// How many bytes all keys and all texts that are no vocabulary have.
    private static let textLimit = 32 << 20
    private static let pairLimit: UInt64 = 65_536
    private static let tokenLimit: UInt64 = 1 << 20
    /// The texts that models are told apart by, and that say how tokens are written.
    private static let keptTexts: Set<String> = [
        "general.architecture", "tokenizer.ggml.model", "tokenizer.chat_template",
    ]

    /// The value of each pair that is a whole number.
    private(set) var numbers: [String: Int64] = [:]
    /// Architecture, kind of tokenizer and chat template, by key.
    private(set) var texts: [String: [UInt8]] = [:]
    /// The texts of all tokens behind one another.
    private(set) var tokenBytes: [UInt8] = []
    /// Where each token's text ends.
    private(set) var tokenEnds: [Int32] = []
    /// What each token is: 1 normal, 2 unknown, 3 control, 4 defined by the user, 6 a byte.
    private(set) var tokenTypes: [UInt8] = []

    private var taken = 0

    /// Reads the pairs.
    ///
    /// - Parameters:
    ///   - source: The file.
    ///   - wantsVocabulary: Whether the texts of the tokens are kept.
    ///   - visit: Takes each text that is a value, with its key and its place in a list.
    /// - Throws: ``ExtractionGap`` where it can't be read on; what came before was visited.
    init(
        _ source: ByteSource, wantsVocabulary: Bool, visit: (String, Int?, [UInt8]) -> Void = { _, _, _ in }
    ) throws(ExtractionGap) {
        var bytes = WindowedSource(source)
        guard try bytes.take(4) == Array("GGUF".utf8) else { throw .malformed }
        let version = try bytes.unsigned32()
        guard version == 2 || version == 3 else {
            throw .unsupported(version & 0xFFFF == 0 ? "big-endian GGUF" : "GGUF version \(version)")
        }
        try bytes.skip(8)
        let pairs = try bytes.little(8)
        guard pairs <= Self.pairLimit else { throw .malformed }
        for _ in 0..<pairs {
            let name = try text(&bytes, limit: 65_535)
            try account(for: name.count)
            let key = String(decoding: name, as: UTF8.self)
            try readValue(of: key, as: try bytes.unsigned32(), &bytes, wantsVocabulary, visit)
        }
    }

    /// A whole number that belongs to the architecture: `llama.block_count`.
    func number(_ name: String) -> Int64? {
        numbers["\(String(decoding: texts["general.architecture"] ?? [], as: UTF8.self)).\(name)"]
    }

    private mutating func readValue(
        of key: String, as type: UInt32, _ bytes: inout WindowedSource, _ wantsVocabulary: Bool,
        _ visit: (String, Int?, [UInt8]) -> Void
    ) throws(ExtractionGap) {
        switch type {
        case 8:
            let value = try text(&bytes, limit: Self.textLimit)
            try account(for: value.count)
            if Self.keptTexts.contains(key) { texts[key] = value }
            visit(key, nil, value)
        case 9:
            let elementType = try bytes.unsigned32()
            try readList(of: key, elementType, try bytes.little(8), &bytes, wantsVocabulary, visit)
        case 6, 12: try bytes.skip(type == 6 ? 4 : 8)
        default:
            guard let width = Self.width(type) else { throw .malformed }
            let raw = try bytes.little(width)
            let isSigned = type == 1 || type == 3 || type == 5
            let unused = UInt64(64 - 8 * width)
            numbers[key] = isSigned ? Int64(bitPattern: raw << unused) >> Int64(unused) : Int64(clamping: raw)
        }
    }

    private mutating func readList(
        of key: String, _ type: UInt32, _ count: UInt64, _ bytes: inout WindowedSource, _ wantsVocabulary: Bool,
        _ visit: (String, Int?, [UInt8]) -> Void
    ) throws(ExtractionGap) {
        if type == 8 {
            return try readTexts(of: key, count, &bytes, wantsVocabulary, visit)
        }
        guard let width = Self.width(type) else {
            throw type == 9 ? .unsupported("lists of lists in GGUF") : .malformed
        }
        let (total, overflow) = count.multipliedReportingOverflow(by: UInt64(width))
        guard !overflow, let total = Int64(exactly: total), total <= bytes.left else { throw .truncated }
        if wantsVocabulary, key == "tokenizer.ggml.token_type", count <= Self.tokenLimit {
            for _ in 0..<count { tokenTypes.append(UInt8(truncatingIfNeeded: try bytes.little(width))) }
        } else {
            try bytes.skip(total)
        }
    }

    private mutating func readTexts(
        of key: String, _ count: UInt64, _ bytes: inout WindowedSource, _ wantsVocabulary: Bool,
        _ visit: (String, Int?, [UInt8]) -> Void
    ) throws(ExtractionGap) {
        guard let number = Int(exactly: count), Int64(number) <= bytes.left / 8 else { throw .truncated }
        let isVocabulary = key == "tokenizer.ggml.tokens"
        // A vocabulary is what the model's maker wrote and nobody's words; merges are pairs of its tokens.
        let isKept = isVocabulary && wantsVocabulary
        guard isKept || !key.hasPrefix("tokenizer.ggml.") else {
            for _ in 0..<number { try bytes.skip(Int64(clamping: try bytes.little(8))) }
            return
        }
        guard count <= Self.tokenLimit else { throw .capped("texts in one list") }
        for index in 0..<number {
            if isKept {
                let length = Int(clamping: try bytes.little(8))
                guard length <= Self.vocabularyLimit - tokenBytes.count else { throw .capped("bytes of a vocabulary") }
                try bytes.take(length, into: &tokenBytes)
                tokenEnds.append(Int32(clamping: tokenBytes.count))
            } else {
                let value = try text(&bytes, limit: Self.textLimit)
                try account(for: value.count)
                visit(key, index, value)
            }
        }
    }

    private func text(_ bytes: inout WindowedSource, limit: Int) throws(ExtractionGap) -> [UInt8] {
        let count = try bytes.little(8)
        guard count <= UInt64(clamping: bytes.left) else { throw .truncated }
        guard count <= UInt64(limit) else { throw .capped("bytes of a text in GGUF") }
        return try bytes.take(Int(count))
    }

    private mutating func account(for count: Int) throws(ExtractionGap) {
        taken += count
        guard taken <= Self.textLimit else { throw .capped("bytes of all texts in GGUF") }
    }

    private static func width(_ type: UInt32) -> Int? {
        switch type {
        case 0, 1, 7: 1
        case 2, 3: 2
        case 4, 5, 6: 4
        case 10, 11, 12: 8
        default: nil
        }
    }
}
