import TestSupport
import TextExtraction

/// What reading some bytes gives.
struct Reading {
    private(set) var units: [TextUnit] = []
    private(set) var gaps: [ExtractionGap: Int] = [:]
    private(set) var tokenCount = 0

    init(
        _ bytes: [UInt8], as format: FileFormat, name: String = "file", siblings: [String: [UInt8]] = [:],
        models: [FileInput] = [], limits: ExtractionLimits = ExtractionLimits()
    ) {
        var units: [TextUnit] = []
        let extraction = Extraction(limits: limits, models: { models }, emit: { units.append($0) })
        let input = FileInput(name: name, bytes: ByteSource(bytes)) { siblings[$0].map { ByteSource($0) } }
        extraction.read(input, as: format)
        self.units = units
        gaps = extraction.gaps
        tokenCount = extraction.tokenCount
    }

    var texts: [String] { units.map { String(decoding: $0.text, as: UTF8.self) } }

    /// The first text of a field.
    func text(field: String) -> String? {
        units.first { $0.field == field }.map { String(decoding: $0.text, as: UTF8.self) }
    }
}

/// Bytes that are broken in ways that readers have to stand.
enum BrokenBytes {
    /// Every shorter beginning (of long ones a selection), random bytes behind a beginning, and random bytes flipped.
    static func forEach(_ bytes: [UInt8], keeping kept: Int = 4, rounds: Int = 300, _ body: ([UInt8]) -> Void) {
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 600)) {
            body(Array(bytes.prefix(length)))
        }
        var generator = SeededGenerator(seed: 7)
        for round in 0..<rounds {
            body(Array(bytes.prefix(kept)) + generator.bytes(Int.random(in: 0...400, using: &generator)))
            var flipped = bytes
            for _ in 0...round % 12 where !flipped.isEmpty {
                let index = Int.random(in: 0..<flipped.count, using: &generator)
                // Numbers at their limits break more than just any.
                flipped[index] =
                    [0, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &generator)].randomElement() ?? 0
            }
            body(flipped)
        }
    }
}

/// Bytes as programs write them.
extension [UInt8] {
    static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        Swift.withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    static func big(_ number: some FixedWidthInteger) -> [UInt8] {
        Swift.withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    /// Numbers in groups of seven bits.
    static func variable(_ number: UInt64) -> [UInt8] {
        var (bytes, rest): ([UInt8], UInt64) = ([], number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
