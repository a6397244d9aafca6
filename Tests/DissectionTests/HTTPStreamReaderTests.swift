import Dissection
import TestSupport
import Testing

@Suite("Records in streamed bodies")
struct HTTPStreamReaderTests {
    private static func events(_ bytes: [UInt8], pieces: Int, limit: Int = 1 << 20) -> [ServerSentEvent] {
        var reader = EventStreamReader(limit: limit)
        var events: [ServerSentEvent] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = Array(bytes[start..<min(bytes.count, start + pieces)])
            reader.read(piece.span, into: &events)
        }
        reader.finish(into: &events)
        return events
    }

    private static func text(_ event: ServerSentEvent) -> String {
        "\(event.type ?? "-")|\(String(decoding: event.data, as: UTF8.self))|\(event.id ?? "-")"
    }

    private static func records(_ text: String, pieces: Int, limit: Int = 1 << 20) -> (records: [String], dropped: Int)
    {
        var reader = LineStreamReader(limit: limit)
        var records: [[UInt8]] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = Array(bytes[start..<min(bytes.count, start + pieces)])
            reader.read(piece.span, into: &records)
        }
        reader.finish(into: &records)
        return (records.map { String(decoding: $0, as: UTF8.self) }, reader.droppedRecordCount)
    }

    @Test(
        "events are read as the standard says, whatever ends their lines and however they are cut",
        arguments: ["\n", "\r\n", "\r"], [1, 2, 3, 7, 1_000])
    func lineEnds(end: String, pieces: Int) {
        let lines = [
            "\u{FEFF}data: first", "", ":comment", "", "event: add", "data:a", "data", "data:  b", "id: 7", "",
            "data: [DONE]",
            "retry: 10", "unknown: x", "", "event: none", "", "data:", "", "id: 8", "data: last",
        ]
        let events = Self.events(Array(lines.joined(separator: end).utf8), pieces: pieces)
        #expect(
            events.map(Self.text) == ["-|first|-", "add|a\n\n b|7", "-|[DONE]|7", "-||7", "-|last|8"])
    }

    @Test("an identifier with a NUL is left out, an empty one clears the last")
    func identifiers() {
        let events = Self.events(Array("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid\ndata: c\n\n".utf8), pieces: 100)
        #expect(events.map(Self.text) == ["-|a|1", "-|b|1", "-|c|"])
    }

    @Test("an event beyond the limit is told as cut, and the next one is whole", arguments: [1, 5, 1_000])
    func limit(pieces: Int) {
        let long = String(repeating: "x", count: 200)
        let events = Self.events(
            Array("data: \(long)\n\ndata: ok\n\ndata: \(long.prefix(60))\ndata: \(long.prefix(60))\n\n".utf8),
            pieces: pieces,
            limit: 100)
        #expect(events.map(\.isTruncated) == [true, false, true])
        #expect(events.map(\.data.count) == [0, 2, 60])
    }

    @Test("records are lines, empty lines are none, the last needs no end", arguments: [1, 2, 5, 1_000])
    func records(pieces: Int) {
        let (records, dropped) = Self.records("{\"a\":1}\r\n\n\r\n{\"b\":\"\r\"}\n{\"c\":3}", pieces: pieces)
        #expect(records == ["{\"a\":1}", "{\"b\":\"\r\"}", "{\"c\":3}"])
        #expect(dropped == 0)
    }

    @Test("a record beyond the limit is left out and counted", arguments: [1, 3, 1_000])
    func longRecord(pieces: Int) {
        let (records, dropped) = Self.records(
            "1\n" + String(repeating: "2", count: 50) + "\n3\n", pieces: pieces, limit: 20)
        #expect(records == ["1", "3"])
        #expect(dropped == 1)
    }

    @Test("any bytes give the same events however they are cut")
    func anyBytes() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            let bytes = generator.bytes(200, of: "data:event id\r\n\u{FEFF}\0x")
            let whole = Self.events(bytes, pieces: 1_000)
            #expect(Self.events(bytes, pieces: 1) == whole)
            #expect(Self.events(bytes, pieces: 7) == whole)
        }
    }
}
