import Foundation
import TestSupport
import Testing

@testable import TextExtraction

@Suite("A structured clone")
struct StructuredCloneTests {
    private static let script = #"""
        const value = {
            role: 'assistant', content: 'plain', wide: 'ünï 世界', n: 1.5, i: -7, big: 12345678901234567890n, d: new Date(5),
            list: ['a', 'b', , 'c'], nested: { deep: [{ x: 'y' }] }, m: new Map([['k', 'v'], [1, 'one']]),
            s: new Set(['in set']), re: /ab+c/gi, e: new Error('went wrong'), buffer: new Uint8Array([104, 105]).buffer,
            boxed: new String('boxed'), yes: true, no: null, u: undefined, long: 'x'.repeat(300), typed: new Float64Array(3),
        };
        value.self = value;
        const serializer = new (require('v8').Serializer)();
        serializer.writeHeader();
        serializer.writeValue(value);
        console.log(serializer.releaseBuffer().toString('hex'));
        """#

    @Test("that V8 wrote gives all its texts with their ways")
    func v8() throws {
        guard let hex = Self.run("node", ["-e", Self.script]) else {
            print("skipped a comparison with V8: node is not installed")
            return
        }
        let bytes = stride(from: 0, to: hex.count - 1, by: 2).compactMap {
            UInt8(hex.dropFirst($0).prefix(2), radix: 16)
        }
        var texts: [String: String] = [:]
        var roles: Set<String?> = []
        let extraction = Extraction { unit in
            texts[unit.locator] = String(decoding: unit.text, as: UTF8.self)
            roles.insert(unit.role)
        }
        extraction.readClone(bytes, at: Extraction.ValuePlace())
        #expect(extraction.gaps.isEmpty)
        #expect(roles == ["assistant"])
        let expected = [
            "$.role": "assistant", "$.content": "plain", "$.wide": "ünï 世界", "$.list[0]": "a", "$.list[3]": "c",
            "$.nested.deep[0].x": "y", "$.m.k": "v", "$.m[1]": "one", "$.s[0]": "in set", "$.re": "ab+c",
            "$.e[0]": "went wrong", "$.buffer": "hi", "$.boxed": "boxed", "$.long": String(repeating: "x", count: 300),
        ]
        for (way, text) in expected { #expect(texts[way] == text, "\(way)") }
        BrokenBytes.forEach(bytes) {
            let extraction = Extraction { _ in }
            extraction.readClone($0, at: Extraction.ValuePlace())
        }
    }

    @Test("that can't be read gives up its strings")
    func unknown() {
        let bytes: [UInt8] = [0xFF, 0x0F, 0x6F, 0x22, 1, 0x61, 0x5C, 0x4B, 9, 9, 0x22, 11] + Array("still there".utf8)
        var texts: [String] = []
        let extraction = Extraction { texts.append(String(decoding: $0.text, as: UTF8.self)) }
        extraction.readClone(bytes, at: Extraction.ValuePlace())
        #expect(texts == ["still there"])
        #expect(extraction.gaps.count == 1)
    }

    private static func run(_ name: String, _ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
