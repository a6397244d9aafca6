import TestSupport
import Testing
import TextExtraction

@Suite("The texts of an image beside Pillow's", .serialized)
struct ImageOracleTests {
    @Test("are what Pillow wrote")
    func pillow() throws {
        guard PythonOracle.canImport("PIL") else { return }
        let folder = try ScratchFolder()
        let script = """
            from PIL import Image, PngImagePlugin
            image = Image.new('RGB', (64, 64), 'red')
            info = PngImagePlugin.PngInfo()
            info.add_text('parameters', 'a cat'); info.add_text('prompt', 'x' * 3000, zip=True); info.add_itxt('Title', '世界', zip=True)
            image.save('\(folder.path)/a.png', pnginfo=info)
            exif = Image.Exif(); exif[0x010E] = 'described'
            exif.get_ifd(0x8769)[0x9286] = b'UNICODE\\0' + 'a dog ü'.encode('utf-16-be')
            image.save('\(folder.path)/a.jpg', exif=exif, comment=b'remark', progressive=True, xmp=b'<x a="b">c</x>')
            image.save('\(folder.path)/a.webp', exif=exif, xmp=b'<x a="b">c</x>')
            """
        guard PythonOracle.run(script, input: "") != nil else {
            print("skipped a comparison with Pillow: it is too old")
            return
        }
        let png = FileReading(try folder.bytes("a.png"), named: "a.png")
        #expect(png.texts == ["a cat", String(repeating: "x", count: 3_000), "世界"])
        for name in ["a.jpg", "a.webp"] {
            let reading = FileReading(try folder.bytes(name), named: name)
            #expect(Set(reading.texts).isSuperset(of: ["described", "a dog ü", "b", "c"]))
            #expect(reading.texts.contains("remark") == (name == "a.jpg"))
            #expect(reading.gaps.isEmpty)
        }
    }
}
