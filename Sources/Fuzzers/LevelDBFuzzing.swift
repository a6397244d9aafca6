@testable import TextExtraction

/// A part of a LevelDB; a first byte chooses which.
///
/// Behind the checksums parts are read as if they were right.
enum LevelDBFuzzing {
    static func read(_ input: Span<UInt8>) {
        guard input.count > 0 else { return }
        let bytes = ExtractionRun.bytes(input.extracting(1..<input.count))
        let run = ExtractionRun()
        switch input[0] % 8 {
        case 0: run.read(bytes, as: .levelDB, name: "000005.ldb")
        case 1: run.read(bytes, as: .levelDB, name: "000003.log")
        case 2: _ = try? LevelDBLog.read(bytes) { means($0) }
        case 3:
            _ = try? LevelDBTable.entries(of: bytes) { key, value in
                means(LevelDBRecord(key: key, value: value, sequence: 1, isDeletion: false))
            }
        case 4:
            if let unpacked = try? Snappy.unpack(bytes, limit: 65_536) {
                precondition(unpacked.count <= 65_536, "more than allowed")
            }
        case 5: run.extraction.readClone(bytes, at: Extraction.ValuePlace())
        case 6: run.read(bytes, as: .structuredClone)
        default:
            _ = try? LevelDBManifest(ByteSource(bytes), limit: 65_536) { _ in }
            _ = IndexedDBKey(bytes)
        }
    }

    private static func means(_ record: LevelDBRecord) -> Bool {
        let meaning = LevelDBMeaning()
        meaning.learn(record)
        _ = meaning.of(record)
        return true
    }
}
