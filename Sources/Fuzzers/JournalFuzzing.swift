@testable import TextExtraction

/// A file of systemd's journal; with a zero first only what LZ4 packs.
enum JournalFuzzing {
    static func read(_ input: Span<UInt8>) {
        let bytes = ExtractionRun.bytes(input)
        guard bytes.first == 0 else { return ExtractionRun().read(bytes, as: .journal) }
        _ = try? JournalPayload.unpack(Array(bytes.dropFirst()), .lz4, limit: 65_536)
    }
}
