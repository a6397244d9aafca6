import TestSupport
import Testing

@testable import Dissection

@Suite("JA4 fingerprints")
struct JA4Tests {
    /// The specification in Python: it reads transport and ClientHello from each line and prints the fingerprint.
    private static let oracle = #"""
        import sys, hashlib, struct
        def grease(n): return n & 0x0f0f == 0x0a0a and n >> 8 == n & 255
        def u16s(b): return [struct.unpack('>H', b[i:i + 2])[0] for i in range(0, len(b) - 1, 2)]
        def short(s): return hashlib.sha256(s.encode()).hexdigest()[:12]
        names = {0x304: '13', 0x303: '12', 0x302: '11', 0x301: '10', 0x300: 's3', 2: 's2', 0xfeff: 'd1', 0xfefd: 'd2', 0xfefc: 'd3'}
        for line in sys.stdin:
            kind, text = line.split()
            b = bytes.fromhex(text)
            version, at = u16s(b[:2])[0], 34
            at += 1 + b[at]
            if kind == 'd': at += 1 + b[at]
            n = u16s(b[at:at + 2])[0]; suites = [x for x in u16s(b[at + 2:at + 2 + n]) if not grease(x)]; at += 2 + n
            at += 1 + b[at]
            end = at + 2 + u16s(b[at:at + 2])[0]; at += 2
            types, algorithms, alpn, listed = [], [], b'', []
            while at < end:
                t, n = u16s(b[at:at + 4]); body = b[at + 4:at + 4 + n]; at += 4 + n
                if grease(t): continue
                types.append(t)
                if t == 13: algorithms = [x for x in u16s(body[2:]) if not grease(x)]
                if t == 16 and len(body) > 2: alpn = body[3:3 + body[2]]
                if t == 43: listed = [x for x in u16s(body[1:]) if not grease(x)]
            if listed: version = min(listed) if kind == 'd' else max(listed)
            def alnum(c): return chr(c) in 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
            if not alpn: ends = '00'
            elif alnum(alpn[0]) and alnum(alpn[-1]): ends = chr(alpn[0]) + chr(alpn[-1])
            else: ends = alpn.hex()[0] + alpn.hex()[-1]
            a = kind + names.get(version, '00') + ('d' if 0 in types else 'i') + '%02d%02d' % (min(99, len(suites)), min(99, len(types))) + ends
            hashed = sorted('%04x' % t for t in types if t not in (0, 16))
            c = ','.join(hashed) + ('_' + ','.join('%04x' % x for x in algorithms) if algorithms else '')
            print('_'.join([a, short(','.join(sorted('%04x' % x for x in suites))) if suites else '0' * 12, short(c) if hashed else '0' * 12]))
        """#

    private static func random(_ generator: inout SeededGenerator, _ transport: TLSTransport) -> [UInt8] {
        func numbers(_ pool: [UInt16], _ most: Int) -> [UInt16] {
            (0..<Int.random(in: 0...most, using: &generator)).compactMap { _ in pool.randomElement(using: &generator) }
        }
        let reserved: [UInt16] = [0x0A0A, 0x5A5A, 0xFAFA]
        let protocols: [[UInt8]] = [
            Array("h2".utf8), Array("http/1.1".utf8), [0xAB], [0xAB, 0xCD], [0x30, 0xAB], [0x30, 0x31, 0xAB, 0xCD],
            [0x30, 0xAB, 0xCD, 0x31], Array("x".utf8), [], [0xC3, 0xA4, 0x62],
        ]
        let versions: [UInt16] = transport == .dtls ? [0xFEFF, 0xFEFD, 0xFEFC] : [0x0304, 0x0303, 0x0301, 0x5A5A]
        var items: [[UInt8]] = []
        if Bool.random(using: &generator) { items.append(Hellos.item(0, Hellos.list([0] + Hellos.list([97, 98])))) }
        if Bool.random(using: &generator) {
            let offered = [protocols.randomElement(using: &generator) ?? [], Array("h3".utf8)]
            items.append(Hellos.item(16, Hellos.list(offered.flatMap { [UInt8($0.count)] + $0 })))
        }
        if Bool.random(using: &generator) {
            items.append(Hellos.item(13, Hellos.list(Hellos.numbers(numbers([0x0403, 0x0804, 0x0401] + reserved, 6)))))
        }
        if Bool.random(using: &generator) {
            let listed = numbers(versions, 4)
            items.append(Hellos.item(43, [UInt8(listed.count * 2)] + Hellos.numbers(listed)))
        }
        let most = Int.random(in: 0...9, using: &generator) == 0 ? 120 : 12
        for type in numbers([5, 10, 11, 18, 21, 23, 27, 35, 45, 51, 57, 0x4469, 0xFF01, 0xFE0D] + reserved, most) {
            items.append(Hellos.item(Int(type), [0, 0]))
        }
        var body = Hellos.client(
            version: versions.randomElement(using: &generator) ?? 0,
            suites: numbers(Array(0x1301...0x1305) + [0xC02B, 0xC02F, 0x00FF, 0x5600, 0x002F] + reserved, most),
            extensions: items.shuffled(using: &generator))
        if transport == .dtls { body.insert(0, at: 35) }
        return body
    }

    @Test("equal those written from the specification", .enabled(if: PythonOracle.canImport("hashlib")))
    func oracle() throws {
        var generator = SeededGenerator(seed: 4)
        var (lines, found): ([String], [String?]) = ([], [])
        for index in 0..<600 {
            let transport: TLSTransport = [.tls, .quic, .dtls][index % 3]
            let body = Self.random(&generator, transport)
            lines.append("\(["t", "q", "d"][index % 3]) \(Hex.text(body))")
            found.append(try ClientHello(parsing: body.span, over: transport).ja4)
        }
        let expected = try #require(PythonOracle.run(Self.oracle, input: lines.joined(separator: "\n")))
            .split(separator: "\n").map(String.init)
        #expect(expected.count == lines.count)
        for index in expected.indices where found[index] != expected[index] {
            Issue.record("\(lines[index]): \(found[index] ?? "nothing") is not \(expected[index])")
        }
    }
}
