import Foundation
import TestSupport
import Testing

@testable import TextExtraction

@Suite("A file of systemd's journal")
struct JournalTests {
    /// A journal with a data object for each field and an entry for each list of them.
    private static func journal(_ entries: [[String]], isCompact: Bool) -> [UInt8] {
        var bytes: [UInt8] = Array("LPKSHHRH".utf8) + .little(UInt32(0)) + .little(UInt32(isCompact ? 0x14 : 4))
        bytes += [UInt8](repeating: 0, count: 72) + .little(UInt64(208)) + [UInt8](repeating: 0, count: 112)
        func add(_ type: UInt8, _ body: [UInt8]) -> Int {
            while bytes.count % 8 != 0 { bytes.append(0) }
            let offset = bytes.count
            bytes += [type] + [UInt8](repeating: 0, count: 7) + .little(UInt64(body.count + 16)) + body
            return offset
        }
        var places: [String: Int] = [:]
        for (index, fields) in entries.enumerated() {
            var items: [UInt8] = []
            for field in fields {
                let head = [UInt8](repeating: 0, count: isCompact ? 56 : 48)
                let place = places[field] ?? add(1, head + Array(field.utf8))
                places[field] = place
                items += isCompact ? .little(UInt32(place)) : .little(UInt64(place)) + .little(UInt64(0))
            }
            _ = add(3, .little(UInt64(index + 7)) + [UInt8](repeating: 0, count: 40) + items)
        }
        return bytes + [UInt8](repeating: 0, count: 64)
    }

    private static let entries = [
        ["MESSAGE=prompt: my secret", "_SYSTEMD_UNIT=ollama.service", "_PID=12", "_CMDLINE=ollama serve --key k"],
        ["MESSAGE=prompt: my secret", "_SYSTEMD_UNIT=other.service"], ["_PID=12"],
    ]

    @Test("gives each entry's message with its unit, and once what else is text", arguments: [true, false])
    func messages(isCompact: Bool) {
        let reading = Reading(Self.journal(Self.entries, isCompact: isCompact), as: .journal)
        let messages = reading.units.filter { $0.field == "MESSAGE" }
        #expect(messages.map(\.locator) == ["ollama.service entry seq 7", "other.service entry seq 8"])
        #expect(messages.allSatisfy { $0.text == Array("prompt: my secret".utf8) })
        #expect(reading.text(field: "_CMDLINE") == "ollama serve --key k")
        #expect(reading.text(field: "_PID") == nil)
        #expect(reading.gaps.isEmpty)
    }

    @Test("may be broken anywhere", arguments: [true, false])
    func broken(isCompact: Bool) {
        BrokenBytes.forEach(Self.journal(Self.entries, isCompact: isCompact), keeping: 208) {
            _ = Reading($0, as: .journal)
        }
    }

    @Test(
        "that systemd wrote gives what journalctl shows",
        arguments: [["0", "0"], ["0", "1"], ["1", "0"], ["1", "1"]], ["ZSTD", "LZ4", "XZ"])
    func systemd(features: [String], packing: String) throws {
        let writer =
            ["/usr/lib/systemd/systemd-journal-remote", "/lib/systemd/systemd-journal-remote"]
            .first { FileManager.default.isExecutableFile(atPath: $0) }
            ?? ProcessInfo.processInfo.environment["EARSHOT_JOURNAL_REMOTE"]
        guard let writer, FileManager.default.isExecutableFile(atPath: "/usr/bin/journalctl") else {
            print("skipped a comparison with systemd: systemd-journal-remote and journalctl are not installed")
            return
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "earshot-\(UUID().uuidString).journal")
        defer { try? FileManager.default.removeItem(at: file) }
        let script = """
            import json, os, struct, subprocess, sys
            out = b""
            for i in range(200):
                out += b"__REALTIME_TIMESTAMP=%d\\n__MONOTONIC_TIMESTAMP=%d\\n" % (1700000000000000 + i * 1000, 1000 + i)
                out += b"_BOOT_ID=0123456789abcdef0123456789abcdef\\n_SYSTEMD_UNIT=ollama.service\\nPRIORITY=6\\n"
                if i % 9 == 0:
                    text = b"long line " * (100 + i) + b"end %d\\nsecond line" % i
                    out += b"MESSAGE\\n" + struct.pack("<Q", len(text)) + text + b"\\n"
                else:
                    out += b"MESSAGE=message %d with secret-%d\\n" % (i % 60, i % 60)
                out += b"\\n"
            settings = dict(os.environ, SYSTEMD_JOURNAL_COMPACT="\(features[0])", SYSTEMD_JOURNAL_KEYED_HASH="\(features[1])",
                            SYSTEMD_JOURNAL_COMPRESS="\(packing)")
            subprocess.run(["\(writer)", "-o", "\(file.path)", "-"], input=out, env=settings, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            clean = {k: v for k, v in os.environ.items() if k != "LD_LIBRARY_PATH"}
            shown = subprocess.run(["/usr/bin/journalctl", "--file", "\(file.path)", "-o", "json", "--all"],
                                   capture_output=True, check=True, env=clean).stdout
            print(json.dumps([json.loads(line)["MESSAGE"] for line in shown.splitlines()]))
            """
        let printed = try #require(PythonOracle.run(script, input: ""))
        let expected = try JSONDecoder().decode([String].self, from: Data(printed.utf8))
        let reading = Reading(Array(try Data(contentsOf: file)), as: .journal)
        let messages = reading.units.filter { $0.field == "MESSAGE" }
        #expect(expected.count == 200)
        #expect(messages.map { String(decoding: $0.text, as: UTF8.self) } == expected)
        #expect(messages.first?.locator == "ollama.service entry seq 1")
        #expect(reading.gaps.isEmpty)
    }
}
