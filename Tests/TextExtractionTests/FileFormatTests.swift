import Testing
import TextExtraction

@Suite("The format of a file")
struct FileFormatTests {
    @Test(
        "is told by its first bytes, whatever it is called",
        arguments: [
            (Array("SQLite format 3\0".utf8), "notes.txt", FileFormat.sqlite),
            ([0x1F, 0x8B, 8], "chat.json", .compressed),
            (Array("qsgg".utf8), "slot.bin", .llamaState),
            (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), "a.png", .webP),
            (Array("{\"a\": 1}".utf8), "a.json", .json),
            (Array("plain".utf8), "server.log", .text),
            ([0, 1, 2, 3], "000003.log", .levelDB),
            ([0, 1, 2, 3], "noise", .binary),
        ] as [([UInt8], String, FileFormat)])
    func recognised(bytes: [UInt8], name: String, format: FileFormat) {
        #expect(FileFormat(beginning: bytes.span, name: name) == format)
    }

    @Test("of every shorter beginning is some format, and none traps", arguments: 0..<16)
    func shorter(length: Int) {
        let bytes = Array(Array("SQLite format 3\0".utf8).prefix(length))
        #expect(FileFormat(beginning: bytes.span, name: "x") != .sqlite)
    }
}
