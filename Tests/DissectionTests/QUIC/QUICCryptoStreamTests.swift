import TestSupport
import Testing

@testable import Dissection

@Suite("The handshake stream of QUIC")
struct QUICCryptoStreamTests {
    @Test("pieces in any order, overlapping and repeated, give the same bytes", arguments: 0..<100)
    func order(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let whole = generator.bytes(Int.random(in: 1...600, using: &generator))
        var pieces: [Range<Int>] = []
        var start = 0
        while start < whole.count {
            let end = min(whole.count, start + Int.random(in: 1...40, using: &generator))
            pieces.append(max(0, start - Int.random(in: 0...9, using: &generator))..<end)
            start = end
        }
        pieces += pieces.prefix(3)
        pieces.shuffle(using: &generator)
        var stream = QUICCryptoStream()
        for piece in pieces {
            #expect(stream.insert(whole.span.extracting(piece), at: UInt64(piece.lowerBound)) == .taken)
        }
        #expect(stream.contiguousByteCount == whole.count && stream.bufferedByteCount == whole.count)
        #expect(stream.contiguous { bytes in bytes.indices.map { bytes[$0] } } == whole)
    }

    @Test("a piece that contradicts an earlier one is noticed, and the first one wins")
    func conflict() {
        var stream = QUICCryptoStream()
        let (first, second): ([UInt8], [UInt8]) = ([1, 2, 3, 4], [3, 5, 6])
        #expect(stream.insert(first.span, at: 0) == .taken)
        #expect(stream.insert(second.span, at: 2) == .contradicting)
        #expect(stream.contiguous { bytes in bytes.indices.map { bytes[$0] } } == [1, 2, 3, 4, 6])
    }

    @Test("nothing is kept beyond the limit")
    func limit() {
        var stream = QUICCryptoStream()
        let bytes = [UInt8](repeating: 1, count: 10)
        #expect(stream.insert(bytes.span, at: UInt64(QUICCryptoStream.limit - 10)) == .taken)
        #expect(stream.insert(bytes.span, at: UInt64(QUICCryptoStream.limit - 9)) == .tooLarge)
        #expect(stream.insert(bytes.span, at: 1 << 62 - 1) == .tooLarge)
        #expect(stream.insert(bytes.span, at: .max) == .tooLarge)
        #expect(stream.bufferedByteCount == QUICCryptoStream.limit && stream.contiguousByteCount == 0)
    }

    @Test("holes without number are refused")
    func holes() {
        var stream = QUICCryptoStream()
        let byte: [UInt8] = [1]
        let outcomes = (0..<2_000).map { stream.insert(byte.span, at: UInt64(2 * $0 + 1)) }
        #expect(outcomes.filter { $0 == .tooLarge }.count == 976)
    }
}
