import Foundation
import TestSupport
import Testing

@testable import TextExtraction

@Suite("A LevelDB that LevelDB itself wrote")
struct LevelDBOracleTests {
    private struct Expected: Decodable {
        let live: [String: String]
        let gone: [String: String]
    }

    private static let script = """
        import json, plyvel, random, sys
        random.seed(3)
        words = [w for w in "the model was asked about a private matter and kept all of it on disk".split()]
        db = plyvel.DB(sys.stdin.read(), create_if_missing=True, write_buffer_size=65536, COMPRESSION)
        live, gone = {}, {}
        for i in range(2500):
            key = f"key-{i:05d}"
            live[key] = f"{i}: " + " ".join(random.choices(words, k=random.randrange(3, 60)))
            db.put(key.encode(), live[key].encode())
        for i in range(0, 2500, 7):
            key = f"key-{i:05d}"
            gone[key] = live.pop(key)
            db.delete(key.encode())
        for i in range(1, 2500, 50):
            key = f"key-{i:05d}"
            if key in live:
                gone[key] = live[key]
                live[key] = f"{i} was written again"
                db.put(key.encode(), live[key].encode())
        db.close()
        print(json.dumps({"live": live, "gone": gone}))
        """

    @Test("shows exactly its live records as live", arguments: ["compression='snappy'", "compression=None"])
    func records(compression: String) throws {
        guard PythonOracle.canImport("plyvel") else { return }
        let folder = FileManager.default.temporaryDirectory.appending(path: "earshot-leveldb-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = Self.script.replacingOccurrences(of: "COMPRESSION", with: compression)
        let printed = try #require(PythonOracle.run(script, input: folder.path))
        let expected = try JSONDecoder().decode(Expected.self, from: Data(printed.utf8))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).map {
            FileInput(name: $0, bytes: ByteSource(Array(try Data(contentsOf: folder.appending(path: $0)))))
        }
        var (live, deleted): ([String: String], [String: String]) = ([:], [:])
        var twice = 0
        let extraction = Extraction { unit in
            let text = String(decoding: unit.text, as: UTF8.self)
            if unit.state == .live {
                if live.updateValue(text, forKey: unit.field) != nil { twice += 1 }
            } else {
                deleted[unit.field] = text
            }
        }
        extraction.readLevelDB(files)
        #expect(live == expected.live)
        #expect(twice == 0)
        #expect(extraction.gaps.isEmpty)
        #expect(!deleted.isEmpty)
        for (key, text) in deleted { #expect(expected.gone[key] == text) }
    }
}
