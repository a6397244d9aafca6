import Dissection
import Foundation
import TestSupport
import Testing

/// Codings as the libraries themselves apply them, asked for by way of Python.
enum CodingOracle {
    private static let script = """
        import sys, json, zlib, gzip, ctypes
        def br(data):
            lib = ctypes.CDLL('libbrotlienc.so.1')
            out = ctypes.create_string_buffer(len(data) * 2 + 1024)
            n = ctypes.c_size_t(len(out))
            if lib.BrotliEncoderCompress(5, 22, 0, ctypes.c_size_t(len(data)), data, ctypes.byref(n), out) != 1: sys.exit(1)
            return out.raw[:n.value]
        def zstd(data):
            lib = ctypes.CDLL('libzstd.so.1')
            lib.ZSTD_compress.restype = ctypes.c_size_t
            out = ctypes.create_string_buffer(len(data) * 2 + 1024)
            n = lib.ZSTD_compress(out, ctypes.c_size_t(len(out)), data, ctypes.c_size_t(len(data)), 3)
            return out.raw[:n]
        def raw(data):
            z = zlib.compressobj(wbits=-15)
            return z.compress(data) + z.flush()
        ways = {'gzip': gzip.compress, 'deflate': zlib.compress, 'raw': raw, 'br': br, 'zstd': zstd}
        names, text = json.loads(sys.stdin.read())
        data = text.encode()
        if text.startswith('zeros:'): data = bytes(int(text[6:]))
        for name in names: data = ways[name](data)
        print(data.hex())
        """

    /// A text under codings, in the order in which they are applied; `raw` is DEFLATE without a wrapping.
    static func encoded(_ text: String, _ names: [String]) -> [UInt8]? {
        guard let input = try? JSONSerialization.data(withJSONObject: [names, text]),
            let output = PythonOracle.run(script, input: String(decoding: input, as: UTF8.self))
        else { return nil }
        let digits = Array(output.utf8).compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    static let isThere: Bool = {
        if encoded("x", ["gzip", "br", "zstd"]) != nil { return true }
        print("skipped: python3 with libbrotlienc and libzstd is needed to make coded bodies")
        return false
    }()
}

@Suite("Content codings", .enabled(if: CodingOracle.isThere))
struct ContentCodingTests {
    private static let prompt = String(repeating: "Tell me, what leaves my machine? ", count: 3_000)

    private static func decode(
        _ bytes: [UInt8], _ codings: [ContentCoding], pieces: Int, limits: ContentDecoder.Limits = .init()
    ) -> (output: [UInt8], decoder: ContentDecoder) {
        let decoder = ContentDecoder(codings, limits: limits)
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = Array(bytes[start..<min(bytes.count, start + pieces)])
            decoder.decode(piece.span) { decoded in
                for index in 0..<decoded.count { output.append(decoded[index]) }
            }
        }
        return (output, decoder)
    }

    @Test(
        "what a library coded comes back whole, however it is cut",
        arguments: [
            (["gzip"], [ContentCoding.gzip]), (["deflate"], [.deflate]), (["raw"], [.deflate]), (["br"], [.brotli]),
            (["zstd"], [.zstd]), (["gzip", "br"], [.gzip, .brotli]),
            (["zstd", "deflate", "gzip", "br"], [.zstd, .deflate, .gzip, .brotli]),
        ], [1, 2, 1_000_000])
    func roundTrip(_ way: (names: [String], codings: [ContentCoding]), pieces: Int) throws {
        let coded = try #require(CodingOracle.encoded(Self.prompt, way.names))
        let (output, decoder) = Self.decode(coded, way.codings, pieces: pieces)
        let isSame = output == Array(Self.prompt.utf8)
        #expect(isSame)
        #expect(decoder.problem == nil)
        #expect(decoder.encodedByteCount == Int64(coded.count))
        #expect(decoder.decodedByteCount == Int64(Self.prompt.utf8.count))
        // What is not needed any longer is let go; after a frame of Zstandard another one may follow.
        #expect(decoder.bufferedByteCount == 0 || way.names.last == "zstd")
    }

    @Test("members of gzip and frames of Zstandard follow each other, padding behind them is ignored")
    func members() throws {
        let gzip = try #require(CodingOracle.encoded("ab", ["gzip"]))
        #expect(Self.decode(gzip + gzip + [0, 0, 0], [.gzip], pieces: 1_000).output == Array("abab".utf8))
        let zstd = try #require(CodingOracle.encoded("ab", ["zstd"]))
        #expect(Self.decode(zstd + zstd, [.zstd], pieces: 3).output == Array("abab".utf8))
    }

    @Test(
        "every shorter prefix decodes to a prefix",
        arguments: [
            ("gzip", ContentCoding.gzip), ("deflate", .deflate), ("raw", .deflate), ("br", .brotli), ("zstd", .zstd),
        ])
    func prefixes(_ way: (name: String, coding: ContentCoding)) throws {
        let text = "Tell me, what leaves my machine? And what leaves yours?"
        let coded = try #require(CodingOracle.encoded(text, [way.name]))
        for length in 0..<coded.count {
            let (output, decoder) = Self.decode(Array(coded[..<length]), [way.coding], pieces: 5)
            #expect(decoder.problem == nil)
            #expect(text.utf8.starts(with: output))
        }
    }

    @Test(
        "a bomb is stopped long before it is decoded, also one inside another coding",
        arguments: [
            (["gzip"], [ContentCoding.gzip]), (["br"], [.brotli]), (["zstd"], [.zstd]),
            (["gzip", "gzip"], [.gzip, .gzip]),
            (["br", "zstd"], [.brotli, .zstd]),
        ])
    func bomb(_ way: (names: [String], codings: [ContentCoding])) throws {
        let coded = try #require(CodingOracle.encoded("zeros:50000000", way.names))
        let (output, decoder) = Self.decode(coded, way.codings, pieces: 1_400)
        #expect(decoder.problem == .bomb)
        #expect(output.count < 20_000_000)
        #expect(decoder.encodedByteCount == Int64(coded.count))
        #expect(decoder.bufferedByteCount == 0)
    }

    @Test("the limit for what comes out holds to the byte, to within a piece")
    func tooLarge() throws {
        var limits = ContentDecoder.Limits()
        limits.decodedBytes = 50_000
        let coded = try #require(CodingOracle.encoded(Self.prompt, ["gzip"]))
        let (output, decoder) = Self.decode(coded, [.gzip], pieces: 1_400, limits: limits)
        #expect(decoder.problem == .tooLarge)
        #expect(output.count <= 50_000 && output.count > 50_000 - 16_384)
    }

    @Test("any bytes, and any damage, end in a value", arguments: ContentCoding.allCases)
    func anyBytes(coding: ContentCoding) throws {
        var generator = SeededGenerator(seed: 2)
        let coded = try #require(CodingOracle.encoded(Self.prompt, [coding.rawValue]))
        for round in 0..<200 {
            var bytes = round.isMultiple(of: 2) ? generator.bytes(300) : coded
            if !round.isMultiple(of: 2) {
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                        1 << UInt8.random(in: 0..<8, using: &generator)
                }
            }
            let (output, decoder) = Self.decode(bytes, [coding, .gzip], pieces: 100)
            #expect(output.isEmpty || decoder.decodedByteCount == Int64(output.count))
            let (alone, _) = Self.decode(bytes, [coding], pieces: 100)
            #expect(alone.count <= 64 << 20)
        }
    }
}
