import TestSupport
import Testing
import TextExtraction

@testable import FilesystemScanner

@Suite("Files that are plain at a glance")
struct PlainFileTests {
    /// Beginnings of files that are read in pieces.
    private static let packed: [[UInt8]] = [
        Array("SQLite format 3\0".utf8), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], [0xFF, 0xD8, 0xFF],
        Array("PK\u{3}\u{4}".utf8), Array("PK\u{5}\u{6}".utf8), [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], [0x1F, 0x8B],
        [0x28, 0xB5, 0x2F, 0xFD], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], Array("BZh".utf8), [0x04, 0x22, 0x4D, 0x18],
        Array("LZIP".utf8), [0x1F, 0x9D], Array("070701".utf8), Array("!<arch>\n".utf8), Array("Rar!\u{1A}\u{7}".utf8),
        Array("MSCF\0\0\0\0".utf8), Array("GGUF".utf8), Array("nsgg".utf8), Array("qsgg".utf8), Array("LPKSHHRH".utf8),
        Array("RIFF1234WEBP".utf8), [0x80, 0x04], [0xFF, 0xFE, 0x41, 0x00], [0x41, 0x00, 0x42, 0x00],
        Array(repeating: 0x61, count: 257) + Array("ustar".utf8),
    ]

    private static func isPlain(_ bytes: [UInt8], _ name: String) -> Bool {
        PlainFile.isPlain(bytes.span, name: Array(name.utf8).span)
    }

    @Test("what a reader of formats has to see is never taken for plain", arguments: packed.indices)
    func packedFiles(index: Int) {
        var generator = SeededGenerator(seed: UInt64(index))
        for _ in 0..<200 {
            let bytes =
                Self.packed[index] + generator.bytes(Int.random(in: 0...600, using: &generator), of: "ab {}\n\"")
            #expect(!Self.isPlain(bytes, "name.txt"))
        }
    }

    @Test("random bytes under random names are plain only where they are searched as they are")
    func randomFiles() {
        var generator = SeededGenerator(seed: 3)
        var plain = 0
        let endings = ["txt", "chat", "tar", "pkl", "sst", "log", "json", "LDB", "lzma", "safetensors", ""]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...40, using: &generator)
            let bytes = generator.bytes(
                count, of: Bool.random(using: &generator) ? nil : "PKSQLite format 3RIFGU {}\"\n")
            let name = "1." + (endings.randomElement(using: &generator) ?? "")
            guard Self.isPlain(bytes, name) else { continue }
            plain += 1
            let format = FileFormat(beginning: bytes.span, name: name)
            #expect(format.search == .bytes, "\(format) \(name) \(bytes)")
        }
        #expect(plain > 1_000)
    }

    @Test("texts and sources are plain")
    func texts() {
        for text in ["", "a", "import Foundation\n", "{\"a\": 1}", "#!/bin/sh\n", "Something else", "Post"] {
            #expect(Self.isPlain(Array(text.utf8), "a.swift"), "\(text)")
        }
    }
}
