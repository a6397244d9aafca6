import TestSupport
import Testing
import TextExtraction

@Suite("The texts of an image", .serialized)
struct ImageReadingTests {
    private static let pngScript = """
        import struct, zlib
        def chunk(kind, body): return struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))
        def png(*chunks, behind=b''):
            head = chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 0, 0, 0, 0))
            return b'\\x89PNG\\r\\n\\x1a\\n' + head + b''.join(chunks) + chunk(b'IDAT', zlib.compress(b'\\0\\0')) + chunk(b'IEND', b'') + behind

        """

    /// A JPEG without pixels around segments, and a WebP around chunks.
    private static let otherScript = """
        import struct
        def segment(mark, body): return bytes([0xFF, mark]) + struct.pack('>H', len(body) + 2) + body
        def jpeg(*segments, scan=b'\\x11\\xff\\x00\\xff\\xd0\\x22', behind=b''):
            return b'\\xff\\xd8' + b''.join(segments) + segment(0xDA, b'\\1\\1\\0\\0\\x3f\\0') + scan + b'\\xff\\xd9' + behind
        def webp(*chunks, behind=b''):
            body = b'WEBP' + b''.join(k + struct.pack('<I', len(b)) + b + b'\\0' * (len(b) % 2) for k, b in chunks)
            return b'RIFF' + struct.pack('<I', len(body)) + body + behind
        def tiff(order, fields, comment):
            e = '<' if order == b'II' else '>'
            head = order + struct.pack(e + 'HI', 42, 8)
            count = len(fields) + 1
            data, entries, place = b'', b'', 8 + 2 + 12 * count + 4
            for tag, kind, value in fields:
                entries += struct.pack(e + 'HHI', tag, kind, len(value)) + (value.ljust(4, b'\\0') if len(value) <= 4 else struct.pack(e + 'I', place + len(data)))
                if len(value) > 4: data += value
            entries += struct.pack(e + 'HHII', 0x8769, 4, 1, place + len(data))
            sub = place + len(data)
            data += struct.pack(e + 'H', 1) + struct.pack(e + 'HHII', 0x9286, 7, len(comment), sub + 18) + struct.pack(e + 'I', 0) + comment
            return head + struct.pack(e + 'H', count) + entries + struct.pack(e + 'I', 0) + data

        """

    private func made(_ script: String) throws -> [UInt8]? {
        let folder = try ScratchFolder()
        guard folder.python(script) else { return nil }
        return try folder.bytes("image")
    }

    @Test("of PNG come from all three kinds of text, packed or not")
    func textChunks() throws {
        let bytes = try made(
            Self.pngScript + """
                open('image', 'wb').write(png(
                    chunk(b'tEXt', b'parameters\\0a cat, Gr\\xfcn\\nSteps: 20, Seed: 1'),
                    chunk(b'zTXt', b'Comment\\0\\0' + zlib.compress(b'packed words')),
                    chunk(b'iTXt', b'Title\\0\\1\\0de\\0Titel\\0' + zlib.compress('世界'.encode())),
                    chunk(b'iTXt', b'Author\\0\\0\\0\\0\\0' + 'Zoë'.encode())))
                """)
        guard let bytes else { return }
        let reading = FileReading(bytes, named: "a.png")
        #expect(
            reading.lines == [
                "tEXt parameters | a cat, Grün\nSteps: 20, Seed: 1", "zTXt Comment | packed words", "iTXt Title | 世界",
                "iTXt Author | Zoë",
            ])
        #expect(reading.units.map(\.field) == ["parameters", "Comment", "Title", "Author"])
        #expect(reading.gaps.isEmpty)
    }

    @Test("of ComfyUI are the strings of its workflow")
    func workflow() throws {
        let bytes = try made(
            Self.pngScript + """
                import json
                prompt = {'6': {'inputs': {'text': 'a secret cat', 'clip': ['4', 1]}, 'class_type': 'CLIPTextEncode'}}
                open('image', 'wb').write(png(chunk(b'tEXt', b'prompt\\0' + json.dumps(prompt).encode())))
                """)
        guard let bytes else { return }
        let reading = FileReading(bytes, named: "a.png")
        #expect(reading.lines.contains(#"tEXt prompt > $["6"].inputs.text | a secret cat"#))
        #expect(reading.texts(of: "prompt.*.inputs.text") == ["a secret cat"])
    }

    @Test("that were damaged, cut off or hung on behind the end are noted and read")
    func damaged() throws {
        let script =
            Self.pngScript + """
                import io, zipfile
                z = io.BytesIO()
                with zipfile.ZipFile(z, 'w') as f: f.writestr('a.txt', 'hidden')
                bad = bytearray(chunk(b'tEXt', b'a\\0one')); bad[-1] ^= 1
                open('image', 'wb').write(png(bytes(bad), chunk(b'tEXt', b'no keyword'), chunk(b'zTXt', b'b\\0\\0nonsense'), behind=z.getvalue()))
                """
        guard let bytes = try made(script) else { return }
        let reading = FileReading(bytes, named: "a.png")
        #expect(reading.lines == ["tEXt a | one", "behind IEND > a.txt > line 1 | hidden"])
        #expect(reading.gaps == [.badChecksum: 1, .malformed: 2])
        #expect(FileReading(Array(bytes.prefix(20)), named: "a.png").gaps == [.truncated: 1])
    }

    @Test("that unpack to too much are capped")
    func bomb() throws {
        let bytes = try made(
            Self.pngScript
                + "open('image', 'wb').write(png(chunk(b'zTXt', b'a\\0\\0' + zlib.compress(b'x' * 5_000_000))))")
        guard let bytes else { return }
        var limits = ExtractionLimits()
        limits.documentBytes = 1 << 20
        let reading = FileReading(bytes, named: "a.png", limits: limits)
        #expect(reading.gaps == [.capped("text of an image"): 1])
        #expect(reading.units.reduce(0) { $0 + $1.text.count } < 1_200_000)
    }

    @Test(
        "of EXIF are read in every order of bytes that writers use",
        arguments: ["II", "MM"], [("UNICODE", "utf-16-be"), ("UNICODE", "utf-16-le"), ("ASCII\\0\\0", "ascii")])
    func userComment(order: String, encoding: (mark: String, codec: String)) throws {
        let script =
            Self.otherScript + """
                comment = b'\(encoding.mark)\\0' + 'a cat\\nSteps: 20'.encode('\(encoding.codec)')
                block = tiff(b'\(order)', [(0x010E, 2, b'described\\0'), (0x013B, 2, b'me\\0'), (0x9C9C, 1, 'more'.encode('utf-16-le'))], comment)
                open('image', 'wb').write(jpeg(segment(0xE1, b'Exif\\0\\0' + block), segment(0xFE, b'remark')))
                open('webp', 'wb').write(webp((b'VP8X', b'\\0' * 10), (b'EXIF', block)))
                """
        let folder = try ScratchFolder()
        guard folder.python(script) else { return }
        let texts = ["described", "me", "more", "a cat\nSteps: 20"]
        let image = FileReading(try folder.bytes("image"), named: "a.jpg")
        #expect(image.texts == texts + ["remark"])
        #expect(
            image.units.map(\.locator).prefix(4) == [
                "EXIF ImageDescription", "EXIF Artist", "EXIF XPComment", "EXIF UserComment",
            ])
        #expect(image.gaps.isEmpty)
        let other = FileReading(try folder.bytes("webp"), named: "a.webp")
        #expect(other.format == .webP)
        #expect(other.texts == texts)
        #expect(other.gaps.isEmpty)
    }

    @Test("of XMP, IPTC and what is behind the end are read")
    func packets() throws {
        let script =
            Self.otherScript + """
                xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description dc:format="a &amp; b"><dc:description><rdf:Alt><rdf:li>a dog</rdf:li></rdf:Alt></dc:description></rdf:Description></x:xmpmeta>'.encode()
                iptc = b'\\x1c\\x02\\x78\\0\\7caption\\x1c\\x02\\x19\\0\\4tags'
                photoshop = b'Photoshop 3.0\\0' + b'8BIM\\4\\4\\0\\0' + struct.pack('>I', len(iptc)) + iptc
                open('image', 'wb').write(jpeg(segment(0xE1, b'http://ns.adobe.com/xap/1.0/\\0' + xmp), segment(0xED, photoshop), behind=b'words behind'))
                """
        guard let bytes = try made(script) else { return }
        let reading = FileReading(bytes, named: "a.jpg")
        #expect(
            reading.lines == [
                "XMP dc:format | a & b", "XMP | a dog", "IPTC Caption | caption", "IPTC Keywords | tags",
                "behind EOI > line 1 | words behind",
            ])
        #expect(reading.gaps.isEmpty)
    }

    @Test("of random and shortened images never trap")
    func hostile() throws {
        let script =
            Self.otherScript + Self.pngScript + """
                block = tiff(b'MM', [(0x010E, 2, b'described\\0')], b'ASCII\\0\\0\\0comment')
                images = [jpeg(segment(0xE1, b'Exif\\0\\0' + block), segment(0xED, b'Photoshop 3.0\\0' + b'8BIM\\4\\4\\0\\0\\0\\0\\0\\7\\x1c\\2\\x78\\0\\2ab')),
                    webp((b'VP8X', b'\\0' * 10), (b'EXIF', block), (b'XMP ', b'<a b="c">d</a>')),
                    png(chunk(b'tEXt', b'a\\0b'), chunk(b'zTXt', b'b\\0\\0' + zlib.compress(b'packed')), chunk(b'eXIf', block))]
                for n, image in enumerate(images): open(f'image{n}', 'wb').write(image)
                """
        let folder = try ScratchFolder()
        guard folder.python(script) else { return }
        var generator = SeededGenerator(seed: 5)
        for index in 0..<3 {
            let bytes = try folder.bytes("image\(index)")
            for length in 0..<bytes.count { _ = FileReading(Array(bytes.prefix(length)), named: "a") }
            for _ in 0..<1_500 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1..<6, using: &generator) {
                    changed[Int.random(in: 12..<changed.count, using: &generator)] = generator.bytes(1)[0]
                }
                _ = FileReading(changed, named: "a")
            }
        }
    }
}
