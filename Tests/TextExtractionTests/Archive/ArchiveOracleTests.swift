import TestSupport
import Testing
import TextExtraction

@Suite("The members of an archive, beside bsdtar's", .serialized)
struct ArchiveOracleTests {
    @Test(
        "have the same text in every format and compression",
        arguments: [
            (["--format", "zip"], "a.zip"), (["--format", "7zip"], "a.7z"), (["--format", "ustar"], "a.tar"),
            (["--format", "pax", "-z"], "a.tar.gz"), (["--format", "gnutar", "--zstd"], "a.tar.zst"),
            (["--format", "newc"], "a.cpio"), (["--format", "ustar", "-J"], "a.tar.xz"),
            (["--format", "ustar", "-j"], "a.tbz2"), (["--format", "ustar", "--lz4"], "a.tar.lz4"),
            (["--format", "zip", "--options", "zip:compression=store"], "b.zip"),
            (["--format", "ar"], "a.ar"),
        ] as [([String], String)])
    func everyFormat(options: [String], name: String) throws {
        let folder = try ScratchFolder()
        var generator = SeededGenerator(seed: 7)
        let members = (0..<6).map { "m\($0).txt" }
        for (index, member) in members.enumerated() {
            let count = index == 0 ? 300_000 : Int.random(in: 1..<5_000, using: &generator)
            try folder.write(
                generator.bytes(count, of: "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789\n"),
                to: member)
        }
        guard folder.run(["bsdtar", "-c", "-f", name] + options + members) != nil else {
            print("skipped a comparison with bsdtar: it is not there, or cannot write \(name)")
            return
        }
        let reading = FileReading(try folder.bytes(name), named: name)
        #expect(reading.gaps.isEmpty)
        let expected = try #require(folder.run(["bsdtar", "-x", "-O", "-f", name]))
        // The members' texts follow one another there, so the first line of one ends the last of the one before.
        let lines = members.map { member in
            reading.units.filter { $0.locator.hasPrefix(member + " > ") }.map {
                String(decoding: $0.text, as: UTF8.self)
            }
        }
        #expect(lines.allSatisfy { !$0.isEmpty })
        let squeezed = { (text: String) in text.filter { $0 != "\n" } }
        #expect(squeezed(lines.joined().joined()) == squeezed(String(decoding: expected, as: UTF8.self)))
    }

    @Test("are read from inside one another, with their formats")
    func nested() throws {
        let folder = try ScratchFolder()
        let script = """
            import io, json, tarfile, zipfile, gzip, sqlite3
            chat = json.dumps({'role': 'user', 'content': 'deep inside'}).encode()
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('d/chat.json', chat)
            tape = io.BytesIO()
            with tarfile.open(fileobj=tape, mode='w') as t:
                for name, data in [('in.zip', inner.getvalue()), ('log.1.gz', gzip.compress(b'old line\\n'))]:
                    info = tarfile.TarInfo(name); info.size = len(data); t.addfile(info, io.BytesIO(data))
            open('a.tar.gz', 'wb').write(gzip.compress(tape.getvalue()))
            with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_LZMA) as z:
                z.writestr('x\\ny.txt', 'odd name'); z.writestr('t/a.tar', tape.getvalue())
            """
        guard folder.python(script) else { return }
        let tape = FileReading(try folder.bytes("a.tar.gz"), named: "a.tar.gz")
        #expect(
            tape.lines == [
                "in.zip > d/chat.json > $.role | user", "in.zip > d/chat.json > $.content | user: deep inside",
                "log.1.gz > log.1 > line 1 | old line",
            ])
        let zip = FileReading(try folder.bytes("a.zip"), named: "a.zip")
        #expect(zip.lines.first == "x\\u{a}y.txt > line 1 | odd name")
        #expect(zip.lines.dropFirst().map { String($0.dropFirst("t/a.tar > ".count)) } == tape.lines)
        #expect(tape.gaps.isEmpty && zip.gaps.isEmpty)
    }

    @Test("of one compressed file are the file", arguments: ["gzip", "bzip2", "xz", "zstd", "lz4"])
    func singleFiles(program: String) throws {
        let folder = try ScratchFolder()
        try folder.write(Array("first\nsecond\n".utf8), to: "a.log")
        guard let packed = folder.run([program, "-c", "a.log"]) else {
            print("skipped: \(program) is not there")
            return
        }
        let reading = FileReading(packed, named: "a.log.\(program == "gzip" ? "gz" : program)")
        #expect(reading.format == .compressed)
        #expect(reading.texts == ["first", "second"])
        for length in stride(from: 0, to: packed.count, by: 1) {
            let cut = FileReading(Array(packed.prefix(length)), named: "a.log.gz")
            // At these lengths a cut file looks like a packed empty one.
            #expect(length < 20 || length == 32 || cut.texts == ["first", "second"] || !cut.gaps.isEmpty)
        }
    }

    @Test("of office documents are paragraphs")
    func office() throws {
        let folder = try ScratchFolder()
        let script = """
            import zipfile
            with zipfile.ZipFile('a.docx', 'w', zipfile.ZIP_DEFLATED) as z:
                z.writestr('word/document.xml', '<?xml version="1.0"?><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>My key is sk-</w:t></w:r>'
                    '<w:r><w:t xml:space="preserve">123 &amp; more</w:t></w:r></w:p><w:p><w:r><w:t>Gr&#xFC;n</w:t><w:br/><w:t>x</w:t></w:r></w:p></w:body></w:document>')
            with zipfile.ZipFile('a.odt', 'w') as z:
                z.writestr('mimetype', 'application/vnd.oasis.opendocument.text')
                z.writestr('content.xml', '<office:text><text:h>Title</text:h><text:p>a<text:s/>b <text:span>c</text:span></text:p></office:text>')
            """
        guard folder.python(script) else { return }
        let word = FileReading(try folder.bytes("a.docx"), named: "a.docx")
        #expect(
            word.lines == [
                "word/document.xml > paragraph 1 | My key is sk-123 & more",
                "word/document.xml > paragraph 2 | Grün\nx",
            ])
        #expect(FileReading(try folder.bytes("a.odt"), named: "a.odt").texts.dropFirst() == ["Title", "a b c"])
    }
}
