@testable import TextExtraction

/// A chat of GPT4All, at once and in small parts, which have to give the same.
enum QtChatFuzzing {
    static func read(_ input: Span<UInt8>) {
        let bytes = ExtractionRun.bytes(input)
        ExtractionRun().read(bytes, as: .qtChat)
        precondition(texts(bytes, chunkBytes: 1 << 20) == texts(bytes, chunkBytes: 64), "parts give other texts")
    }

    private static func texts(_ bytes: [UInt8], chunkBytes: Int) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        try? QtTextScanner(ByteSource(bytes), longest: 4_096, chunkBytes: chunkBytes).forEach(from: 0) {
            texts.append($0.text)
            return true
        }
        return texts
    }
}
