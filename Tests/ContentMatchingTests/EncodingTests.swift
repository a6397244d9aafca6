import Knowledge
import TestSupport
import Testing

@testable import ContentMatching

@Suite("Text in other encodings")
struct EncodingTests {
    private static let token = "tok_" + "aB3dE6gH9jK2mN5pQ8sT1vW4"
    private static let matcher: ContentMatcher = {
        let pattern = SecretPattern(
            id: "token", description: "token", expression: "tok_[A-Za-z0-9]{24}", keywords: ["tok_"])
        return ContentMatcher.compile([pattern], canaries: ["plum-\u{FC}-seventeen"]).matcher
    }()

    private func find(_ bytes: [UInt8]) -> [ContentMatch] {
        var context = ScanContext()
        return Self.matcher.matches(in: bytes.span, using: &context)
    }

    /// Ways to write the bytes `t` in Python, and the encodings that are then told of.
    struct Writing: CustomTestStringConvertible, Sendable {
        let expression: String
        let encoding: [ContentEncoding]

        var testDescription: String { expression }
    }

    static let writings = [
        Writing(expression: "t", encoding: []),
        Writing(expression: "base64.b64encode(t)", encoding: [.base64]),
        Writing(expression: "base64.urlsafe_b64encode(t).rstrip(b'=')", encoding: [.base64]),
        Writing(expression: "base64.encodebytes(b'some lines of text before it' * 9 + t)", encoding: [.base64]),
        Writing(
            expression: "json.dumps(base64.encodebytes(b'and text' * 20 + t).decode()).encode()", encoding: [.base64]),
        Writing(expression: "base64.b64encode(bytes(range(256)) + t)", encoding: [.base64]),
        Writing(expression: "binascii.hexlify(t)", encoding: [.hex]),
        Writing(expression: "binascii.hexlify(t).upper()", encoding: [.hex]),
        Writing(expression: "''.join('%%%02X' % b for b in t).encode()", encoding: [.percent]),
        Writing(expression: "t.replace(b'_', b'%5f')", encoding: [.percent]),
        Writing(expression: "t.replace(b'_', b'%255f')", encoding: [.percent, .percent]),
        Writing(expression: "''.join('\\\\u%04x' % b for b in t).encode()", encoding: [.escapes]),
        Writing(expression: "''.join('\\\\x%02x' % b for b in t).encode()", encoding: [.escapes]),
        Writing(expression: "t.replace(b'_', b'\\\\u{5F}')", encoding: [.escapes]),
        Writing(expression: "t.decode().encode('utf-16-le')", encoding: [.utf16LittleEndian]),
        Writing(expression: "t.decode().encode('utf-16-be')", encoding: [.utf16BigEndian]),
        Writing(expression: "base64.b64encode(gzip.compress(t))", encoding: [.base64, .gzip]),
        Writing(expression: "base64.b64encode(zlib.compress(t))", encoding: [.base64, .zlib]),
        Writing(expression: "binascii.hexlify(zlib.compress(t))", encoding: [.hex, .zlib]),
        Writing(expression: "base64.b64encode(base64.b64encode(t))", encoding: [.base64, .base64]),
        Writing(
            expression: "base64.b64encode(t.decode().encode('utf-16-le'))", encoding: [.base64, .utf16LittleEndian]),
        Writing(expression: "binascii.hexlify(base64.b64encode(t))", encoding: [.hex, .base64]),
        Writing(
            expression: "base64.b64encode(binascii.hexlify(base64.b64encode(t)))", encoding: [.base64, .hex, .base64]),
        Writing(
            expression: "''.join('%%%02x' % b for b in base64.b64encode(t)).encode()", encoding: [.percent, .base64]),
    ]

    @Test("a token is found in every encoding, behind every number of bytes", arguments: writings)
    func found(writing: Writing) throws {
        let script = """
            import base64, binascii, gzip, json, sys, urllib.parse, zlib
            for lead in range(9):
                t = b'0123456789'[:lead] + b' ' + b'\(Self.token)' + b' ' + b'abcdefgh'[:lead % 5]
                print((\(writing.expression)).hex())
            """
        guard let output = PythonOracle.run(script, input: "") else { return print("skipped: no Python") }
        let lines = output.split(separator: "\n")
        #expect(lines.count == 9)
        for line in lines {
            let bytes = Self.bytes(hexadecimal: line)
            for (before, after) in [("", ""), ("x = \"", "\";"), ("a/", "")] {
                // Between other texts either order of UTF-16 may be meant.
                guard before.isEmpty || !writing.expression.contains("'utf-16-") || writing.encoding.count > 1 else {
                    continue
                }
                guard before != "a/" || writing.encoding.first == .base64 && bytes.count < 200 else { continue }
                let text = Array(before.utf8) + bytes + Array(after.utf8)
                let matches = find(text)
                #expect(matches.map(\.text) == [Self.token], "\(String(decoding: text, as: UTF8.self))")
                #expect(matches.map(\.encoding) == [writing.encoding])
                guard let range = matches.first?.range else { continue }
                #expect(range.lowerBound >= before.utf8.count && range.upperBound <= text.count - after.utf8.count)
            }
        }
    }

    @Test("the range is that of the encoded text", arguments: 0..<9)
    func range(lead: Int) throws {
        let plain = Array(repeating: UInt8(ascii: " "), count: lead) + Array((Self.token + "   ").utf8)
        let hex = plain.map { String($0, radix: 16) }.joined()
        let match = try #require(find(Array(("see " + hex).utf8)).first)
        #expect(match.range == (4 + 2 * lead)..<(4 + 2 * lead + 2 * Self.token.utf8.count))
        guard
            let output = PythonOracle.run(
                "import base64, sys; print(base64.b64encode(b' ' * \(lead) + b'\(Self.token)' + b'   ').decode())",
                input: "")
        else { return print("skipped: no Python") }
        let encoded = try #require(find(Array(("see " + output).utf8)).first)
        // From the digit with the first bit to the digit with the last.
        #expect(encoded.range == (4 + 8 * lead / 6)..<(4 + (8 * (lead + Self.token.utf8.count) + 5) / 6))
    }

    @Test(
        "a canary is found in every case and encoding, also when it stands alone",
        arguments: [
            "t.upper()", "base64.b64encode(t)", "base64.b64encode(b'1' + t)", "base64.b64encode(b'12' + t)",
            "binascii.hexlify(t)", "t.decode().encode('utf-16-le')", "t.decode().encode('utf-16-be')",
            "urllib.parse.quote(t.decode()).encode()", "json.dumps(t.decode()).encode()",
            "urllib.parse.quote(t.decode().upper()).encode()",
        ])
    func canary(expression: String) throws {
        let script = """
            import base64, binascii, json, urllib.parse
            t = 'plum-\\u00fc-seventeen'.encode()
            print((\(expression)).hex())
            """
        guard let output = PythonOracle.run(script, input: "") else { return print("skipped: no Python") }
        let matches = find([0x78, 0x20] + Self.bytes(hexadecimal: output.prefix { $0 != "\n" }) + [0x20])
        #expect(matches.map(\.kind) == [.canary])
    }

    @Test(
        "ordinary text is not decoded",
        arguments: ["/usr/share/doc/package/examples/README", "some_long_identifier_name"])
    func ordinary(text: String) {
        var run = DigitRun(around: 0, in: Array(text.utf8).span, 0..<text.utf8.count)
        run.look(Array(text.utf8).span)
        #expect(run.range.count == text.utf8.count)
        #expect(!run.seemsBase64)
    }

    @Test("encodings in encodings are undone so often and no more, and what is given up is counted")
    func depth() throws {
        let script = """
            import base64
            t = b'   \(Self.token)   '
            for _ in range(9):
                t = base64.b64encode(t)
                print(t.decode())
            """
        guard let output = PythonOracle.run(script, input: "") else { return print("skipped: no Python") }
        for (number, line) in output.split(separator: "\n").enumerated() {
            var context = ScanContext()
            let matches = Self.matcher.matches(in: Array(line.utf8).span, using: &context)
            #expect(matches.count == (number < MatcherCore.depthLimit ? 1 : 0))
            #expect((context.encodingsCut > 0) == (number >= MatcherCore.depthLimit))
        }
    }

    private static func bytes(hexadecimal line: Substring) -> [UInt8] {
        let digits = Array(line.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).map { offset in
            UInt8(String(decoding: digits[offset..<(offset + 2)], as: UTF8.self), radix: 16) ?? 0
        }
    }
}
