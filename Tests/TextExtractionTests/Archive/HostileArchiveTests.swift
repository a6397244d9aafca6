import TestSupport
import Testing
import TextExtraction

@Suite("A hostile archive", .serialized)
struct HostileArchiveTests {
    private func packed(_ name: String, _ script: String) throws -> [UInt8]? {
        let folder = try ScratchFolder()
        return folder.python("import io, gzip, zipfile, tarfile, struct, zlib\n" + script)
            ? try folder.bytes(name) : nil
    }

    @Test("that unpacks to far more than it is stops at the ratio")
    func ratio() throws {
        let bytes = try packed(
            "bomb.gz",
            """
            line = b'a' * 8191 + b'\\n'
            open('bomb.gz', 'wb').write(gzip.compress(line * 12_500))
            """)
        guard let bytes else { return }
        var limits = ExtractionLimits()
        limits.unpackingRatio = 100
        let reading = FileReading(bytes, named: "bomb.gz", limits: limits)
        #expect(reading.gaps == [.capped("unpacking ratio"): 1])
        #expect(reading.units.count < 2_200)
    }

    @Test("that unpacks to more than a file may stops there")
    func total() throws {
        let bytes = try packed(
            "bomb.zip",
            """
            with zipfile.ZipFile('bomb.zip', 'w', zipfile.ZIP_DEFLATED) as z:
                for n in range(10): z.writestr(f'{n}.txt', (b'text' * 100 + b'\\n') * 1_250)
            """)
        guard let bytes else { return }
        var limits = ExtractionLimits()
        limits.unpackedBytes = 1_200_000
        let reading = FileReading(bytes, named: "bomb.zip", limits: limits)
        #expect(reading.gaps == [.capped("unpacked bytes"): 1])
        #expect(reading.units.count < 3_700)
    }

    @Test("whose members share their bytes stops at the ratio")
    func overlapping() throws {
        let bytes = try packed(
            "bomb.zip",
            """
            # Each member's data begins with the head of the next one as a stored block, and goes on with its data.
            data = (b'words of a text' * 100 + b'\\n') * 1_500
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            body = packer.compress(data) + packer.flush()
            heads = []
            for n in reversed(range(40)):
                name = b'%03d.txt' % n
                head = struct.pack('<HHHHHIIIHH', 20, 0, 8, 0, 0, zlib.crc32(data), len(body), len(data), len(name), 0)
                heads.append((head, name))
                local = b'PK\\3\\4' + head + name
                whole = local + body
                body = b'\\0' + struct.pack('<HH', len(local), 0xFFFF ^ len(local)) + whole
                data = local + data
            directory, offset = b'', 0
            for head, name in reversed(heads):
                directory += b'PK\\1\\2' + struct.pack('<H', 20) + head + struct.pack('<HHHII', 0, 0, 0, 0, offset) + name
                offset += 30 + len(name) + 5
            out = whole + directory
            out += b'PK\\5\\6' + struct.pack('<HHHHIIH', 0, 0, 40, 40, len(directory), len(whole), 0)
            open('bomb.zip', 'wb').write(out)
            """)
        guard let bytes else { return }
        var limits = ExtractionLimits()
        limits.unpackingRatio = 500
        let reading = FileReading(bytes, named: "bomb.zip", limits: limits)
        #expect(reading.gaps[.capped("unpacking ratio")] == 1)
    }

    @Test("that lies in itself too often stops at the depth")
    func depth() throws {
        let bytes = try packed(
            "deep.zip",
            """
            data = b'core'
            for n in range(12):
                out = io.BytesIO()
                with zipfile.ZipFile(out, 'w') as z: z.writestr(f'{n}.zip' if n else 'core.txt', data)
                data = out.getvalue()
            open('deep.zip', 'wb').write(data)
            """)
        guard let bytes else { return }
        let reading = FileReading(bytes, named: "deep.zip")
        #expect(reading.texts.isEmpty)
        #expect(reading.gaps == [.capped("containers in one another"): 1])
    }

    @Test("that is encrypted is counted, member by member")
    func encrypted() throws {
        let folder = try ScratchFolder()
        try folder.write(Array("secret\n".utf8), to: "a.txt")
        try folder.write(Array("other\n".utf8), to: "b.txt")
        guard folder.run(["zip", "-q", "-P", "x", "a.zip", "a.txt", "b.txt"]) != nil,
            folder.run(["7z", "a", "-px", "-mhe=on", "a.7z", "a.txt"]) != nil
        else {
            print("skipped: zip and 7z are not there")
            return
        }
        #expect(FileReading(try folder.bytes("a.zip"), named: "a.zip").gaps == [.encrypted: 2])
        let hidden = FileReading(try folder.bytes("a.7z"), named: "a.7z")
        #expect(hidden.texts.isEmpty)
        #expect(hidden.gaps == [.encrypted: 1])
    }

    @Test("with too many members stops at their number")
    func members() throws {
        let bytes = try packed(
            "many.tar",
            """
            with tarfile.open('many.tar', 'w') as t:
                for n in range(50):
                    info = tarfile.TarInfo(f'{n}.txt'); info.size = 2; t.addfile(info, io.BytesIO(b'x\\n'))
            """)
        guard let bytes else { return }
        var limits = ExtractionLimits()
        limits.members = 20
        let reading = FileReading(bytes, named: "many.tar", limits: limits)
        #expect(reading.units.count == 20)
        #expect(reading.gaps == [.capped("members of an archive"): 1])
    }

    @Test("that asks for a huge dictionary is not unpacked")
    func dictionary() {
        // The header of an xz stream whose only block has LZMA2 with a dictionary of 1.5 GiB.
        let head: [UInt8] = [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4, 0xE6, 0xD6, 0xB4, 0x46, 2, 0, 0x21, 1, 37, 0, 0, 0]
        #expect(FileReading(head, named: "a.xz").gaps == [.capped("dictionary of a compression"): 1])
    }

    @Test("that is cut off or changed at random ends with what could be read")
    func changed() throws {
        let script = """
            with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as z:
                z.writestr('a.txt', 'one two three\\n' * 20); z.writestr('b.json', '{"x": "y"}')
            with tarfile.open('a.tar', 'w') as t:
                for n in 'ab':
                    info = tarfile.TarInfo(n); info.size = 4; t.addfile(info, io.BytesIO(b'abc\\n'))
            """
        var generator = SeededGenerator(seed: 3)
        for name in ["a.zip", "a.tar"] {
            guard let bytes = try packed(name, script) else { return }
            for length in stride(from: 0, through: bytes.count, by: name == "a.zip" ? 1 : 97) {
                _ = FileReading(Array(bytes.prefix(length)), named: name)
            }
            for _ in 0..<400 {
                var changed = bytes
                for _ in 0..<4 {
                    changed[Int.random(in: 0..<min(changed.count, 1_500), using: &generator)] = generator.bytes(1)[0]
                }
                _ = FileReading(changed, named: name)
            }
        }
    }
}
