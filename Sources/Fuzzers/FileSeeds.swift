internal import CZlib

/// Files to begin with, one of each kind and small.
enum FileSeeds {
    static let all: [(target: FuzzTarget, input: [UInt8])] = {
        var all: [(target: FuzzTarget, input: [UInt8])] = []
        for text in json { all += [(.json, [0] + Array(text.utf8)), (.json, [1] + Array(text.utf8))] }
        for (number, text) in texts.enumerated() { all.append((.text, [UInt8(number)] + Array(text.utf8))) }
        for (number, image) in [png, jpeg, webP].enumerated() { all.append((.image, [UInt8(number)] + image)) }
        for archive in [zip, tape, gzip(Array("a line\n".utf8)), gzip(tape)] { all.append((.archive, archive)) }
        return all
    }()

    private static let json = [
        #"{"messages":[{"role":"user","content":[{"type":"text","text":"a\u00e9\ud83d\ude00"}]},{"content":"b","role":"assistant"}]}"#,
        "{\"name\":\"You\",\"is_user\":true,\"mes\":\"q\"}\n{\"cells\":[{\"source\":[\"a\\n\",\"b\"]}]}\n// remark\n[1.5e3,null,",
    ]

    /// In the order of the names that the target chooses from.
    private static let texts = [
        "User: q\nAssistant: a\n", "## User\nq\n**Assistant:** a\n", "a:\n  - b: c\n    d: |\n      e\n",
        "[a.b]\nc = \"\"\"d\n\"\"\"\n",
        "export A=\"b\"\n", ": 1700000000:0;echo a\\\nb\n", "- cmd: a\\nb\n  when: 1\n  paths:\n    - c\n",
        "#1700000000\nls\n",
        "{\"log\":\"a\",\"stream\":\"stdout\"}\n{\"log\":\"b\\n\",\"stream\":\"stdout\"}\n",
        "# aider chat started at 2025\n\n#### q\n\na\n> b\n", "TO LLM\nUSER a\nASSISTANT b\n",
        "<w:p><w:t a=\"b\">c &amp; d</w:t></w:p><!-- e --><![CDATA[f]]>",
    ]

    private static let exif: [UInt8] =
        Array("Exif\0\0MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 0x92, 0x86, 0, 7, 0, 0, 0, 12, 0, 0, 0, 26, 0, 0, 0, 0]
        + Array("UNICODE\0\0a\0b".utf8)

    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("tEXt", Array("prompt\0{\"1\":{\"text\":\"a\"}}".utf8))
        + chunk("zTXt", Array("b\0\0".utf8) + packed(Array("text text text".utf8), windowBits: 15))
        + chunk("iTXt", Array("c\0\0\0de\0d\0text".utf8)) + chunk("eXIf", exif) + chunk("IEND", [])
        + Array("behind".utf8)

    private static let jpeg: [UInt8] =
        [0xFF, 0xD8] + segment(0xE1, exif) + segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<a b=\"c\">d</a>".utf8))
        + segment(0xED, Array("Photoshop 3.0\08BIM\u{4}\u{4}\0\0\0\0\0\u{7}\u{1C}\u{2}\u{78}\0\u{2}ab".utf8))
        + segment(0xFE, Array("remark".utf8)) + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x11, 0xFF, 0, 0xFF, 0xD9]

    private static let webP: [UInt8] = {
        let body =
            Array("WEBPEXIF".utf8) + little(exif.count) + exif + Array("XMP ".utf8) + little(8) + Array("<a>b</a>".utf8)
        return Array("RIFF".utf8) + little(body.count) + body
    }()

    /// One stored member, and its entry of the directory.
    private static let zip: [UInt8] = {
        let content = Array("{\"a\":\"b\"}".utf8)
        let name = Array("a.json".utf8)
        let head: [UInt8] =
            [20, 0, 0, 0, 0, 0, 0, 0, 0, 0] + little(sum(content)) + little(content.count) + little(content.count)
            + [UInt8(name.count), 0, 0, 0]
        let member = Array("PK\u{3}\u{4}".utf8) + head + name + content
        let entry = Array("PK\u{1}\u{2}".utf8) + [20, 0] + head + [UInt8](repeating: 0, count: 14) + name
        return member + entry + Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0, 1, 0, 1, 0] + little(entry.count)
            + little(member.count) + [0, 0]
    }()

    /// One member of a tar archive (POSIX ustar), whose head has a sum of its own bytes.
    private static let tape: [UInt8] = {
        var head = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { head[offset + index] = byte }
        }
        put("a.txt", at: 0)
        put("0000644", at: 100)
        put("00000000007", at: 124)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar\000", at: 257)
        let digits = String(head.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - digits.count) + digits + "\0", at: 148)
        let content = Array("a line\n".utf8)
        return head + content + [UInt8](repeating: 0, count: 512 - content.count + 1_024)
    }()

    private static func gzip(_ bytes: [UInt8]) -> [UInt8] { packed(bytes, windowBits: 31) }

    private static func packed(_ bytes: [UInt8], windowBits: CInt) -> [UInt8] {
        var stream = z_stream()
        var input = bytes
        var output = [UInt8](repeating: 0, count: bytes.count + 200)
        deflateInit2_(
            &stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                _ = deflate(&stream, Z_FINISH)
            }
        }
        defer { deflateEnd(&stream) }
        return Array(output.prefix(output.count - Int(stream.avail_out)))
    }

    private static func sum(_ bytes: [UInt8]) -> Int { Int(crc32(0, bytes, UInt32(bytes.count))) }

    private static func little(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func chunk(_ kind: String, _ body: [UInt8]) -> [UInt8] {
        little(body.count).reversed() + Array(kind.utf8) + body + little(sum(Array(kind.utf8) + body)).reversed()
    }

    private static func segment(_ mark: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xFF, mark] + little(body.count + 2).prefix(2).reversed() + body
    }
}
