import TestSupport
import Testing

@testable import TextExtraction

@Suite("A LevelDB")
struct LevelDBTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func put(_ key: String, _ value: String) -> LevelDBWriter.Write { .put(bytes(key), bytes(value)) }

    private static func read(_ files: [String: [UInt8]]) -> (units: [String], gaps: [ExtractionGap: Int]) {
        var units: [String] = []
        let extraction = Extraction {
            units.append("\($0.state) \($0.locator): \(String(decoding: $0.text, as: UTF8.self))")
        }
        extraction.readLevelDB(files.map { FileInput(name: $0.key, bytes: ByteSource($0.value)) })
        return (units.sorted(), extraction.gaps)
    }

    @Test("shows the newest version of a key as live, and what was overwritten or deleted as deleted")
    func states() {
        let table = LevelDBWriter.table([
            (Self.put("a", "first answer"), 1), (Self.put("b", "kept answer"), 2), (Self.put("c", "secret thing"), 3),
        ])
        let log = LevelDBWriter.log(
            [[Self.put("a", "second answer")], [.delete(Self.bytes("c")), Self.put("d", "new in log")]], from: 10)
        let (units, gaps) = Self.read(["000005.ldb": table, "000006.log": log])
        #expect(
            units == [
                "deleted 000005.ldb > a: first answer", "deleted 000005.ldb > c: secret thing",
                "live 000005.ldb > b: kept answer", "live 000006.log > a: second answer",
                "live 000006.log > d: new in log",
            ])
        #expect(gaps.isEmpty)
    }

    @Test("reads a record that goes on over several blocks of a log")
    func longRecord() {
        let long = String(repeating: "0123456789", count: 10_000)
        let reading = Reading(
            LevelDBWriter.log([[Self.put("k", long)], [Self.put("l", "after it")]]), as: .levelDB, name: "1.log")
        #expect(reading.texts == [long, "after it"])
    }

    @Test("notes a wrong checksum and reads the other blocks")
    func checksum() {
        var log = LevelDBWriter.log([
            [Self.put("k", String(repeating: "x", count: 40_000))], [Self.put("l", "after it")],
        ])
        log[100] ^= 1
        let reading = Reading(log, as: .levelDB, name: "1.log")
        #expect(reading.texts == ["after it"])
        #expect(reading.gaps[.badChecksum] == 1)
        var table = LevelDBWriter.table([
            (Self.put("a", "first answer"), 1), (Self.put("b", "other"), 2), (Self.put("c", "third answer"), 3),
        ])
        table[3] ^= 1
        let rest = Reading(table, as: .levelDB, name: "1.ldb")
        #expect(rest.texts == ["third answer"])
        #expect(rest.gaps[.badChecksum] == 1)
    }

    @Test("of Chromium's local and session storage gives each name its text")
    func storage() {
        let wide = Self.bytes("héllo").isEmpty ? [] : Array("héllo".utf16).flatMap { [UInt8].little($0) }
        let log = LevelDBWriter.log([
            [
                .put(Self.bytes("_http://localhost:8080\0\u{1}chat"), [1] + Self.bytes("hello")),
                .put(Self.bytes("_http://localhost:8080\0\u{1}other"), [0] + wide),
                .put(Self.bytes("map-1-draft"), wide),
            ]
        ])
        let reading = Reading(log, as: .levelDB, name: "000003.log")
        #expect(reading.texts == ["hello", "héllo", "héllo"])
        #expect(reading.units.map(\.field) == ["chat", "other", "draft"])
        #expect(
            reading.units.map(\.locator) == [
                "http://localhost:8080 chat", "http://localhost:8080 other", "map-1 draft",
            ])
    }

    @Test("of IndexedDB gives each property its text, with the store's name and who speaks")
    func indexedDB() {
        // {"role": "user", "parts": ["hi there"]}
        let object: [UInt8] =
            [0x6F, 0x22, 4] + Self.bytes("role") + [0x22, 4] + Self.bytes("user") + [0x22, 5]
            + Self.bytes("parts") + [0x41, 1, 0x22, 8] + Self.bytes("hi there") + [0x24, 0, 1, 0x7B, 2]
        let log = LevelDBWriter.log([
            [
                .put([0, 1, 0, 0, 50, 2, 0], [0, 0x6D, 0, 0x73, 0, 0x67]),
                .put([0, 1, 2, 1, 3] + [UInt8].little((7.0).bitPattern), [9, 0xFF, 0x15, 0xFF, 0x0F] + object),
                .put([0, 1, 2, 1, 1, 1, 0, 0x6B], [9, 0xFF, 0x11, 0x02] + Self.packed([0xFF, 0x0F] + object)),
                .put([0, 1, 2, 1, 3] + [UInt8].little((8.0).bitPattern), [9, 0xFF, 0x11, 0x01, 5, 0]),
            ]
        ])
        let reading = Reading(log, as: .levelDB, name: "000003.log")
        #expect(reading.units.filter { $0.field == "msg.parts[*]" }.map(\.role) == ["user", "user"])
        #expect(reading.texts.filter { $0 == "hi there" }.count == 2)
        #expect(reading.units.contains { $0.locator == "msg 7 $.parts[0]" })
        #expect(reading.units.contains { $0.locator == "msg k $.parts[0]" })
        #expect(reading.gaps == [.unsupported("IndexedDB value in another file"): 1])
    }

    /// Snappy with nothing but literals.
    private static func packed(_ bytes: [UInt8]) -> [UInt8] {
        .variable(UInt64(bytes.count)) + [UInt8((bytes.count - 1) << 2)] + bytes
    }

    @Test("may be broken anywhere")
    func broken() {
        let table = LevelDBWriter.table(
            [(Self.put("a", "first answer"), 1), (Self.put("ab", "kept answer"), 2)], kind: 1, pack: Self.packed)
        #expect(Reading(table, as: .levelDB, name: "1.ldb").texts == ["first answer", "kept answer"])
        BrokenBytes.forEach(table) { _ = Reading($0, as: .levelDB, name: "1.ldb") }
        let log = LevelDBWriter.log([[Self.put("a", "first answer"), .delete(Self.bytes("b"))]])
        BrokenBytes.forEach(log) { _ = Reading($0, as: .levelDB, name: "1.log") }
        for length in 1..<log.count {
            #expect(Reading(Array(log.prefix(length)), as: .levelDB, name: "1.log").units.count <= 1)
        }
    }
}
