/// What generated flows carry.
enum GeneratedContent {
    /// Bytes that look encrypted: the same in every run.
    static let noise: [UInt8] = {
        var state: UInt64 = 1
        return (0..<1 << 17).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }()

    /// A question for an address, and the answer to it.
    static func dns(_ name: String, number: UInt16, address: UInt32) -> (query: [UInt8], response: [UInt8]) {
        var question: [UInt8] = []
        for label in name.utf8.split(separator: 0x2E) {
            question.append(UInt8(truncatingIfNeeded: label.count))
            question += label
        }
        question += [0, 0, 1, 0, 1]
        var query: [UInt8] = []
        EthernetFrame.append(number, to: &query)
        var response = query
        query += [1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + question
        response += [0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0] + question + [0xC0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2C, 0, 4]
        EthernetFrame.append(address, to: &response)
        return (query, response)
    }

    /// A client's first message in TLS 1.3, as OpenSSL composes it.
    static func clientHello(_ name: String, seed: Int) -> [UInt8] {
        let host = [0] + sized(Array(name.utf8), 2)
        let protocols = sized(Array("h2".utf8), 1) + sized(Array("http/1.1".utf8), 1)
        let extensions =
            field(0, sized(host, 2)) + field(11, [1, 0]) + field(10, sized([0, 29, 0, 23, 0, 24], 2))
            + field(16, sized(protocols, 2)) + field(13, sized([4, 3, 8, 4, 4, 1, 5, 3, 8, 5, 5, 1], 2))
            + field(43, sized([3, 4, 3, 3], 1)) + field(45, [1, 1])
            + field(51, sized([0, 29] + sized(random(32, seed), 2), 2))
        let ciphers: [UInt8] = [0x13, 1, 0x13, 2, 0x13, 3, 0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x2C, 0xC0, 0x30]
        let hello =
            [3, 3] + random(32, seed + 32) + sized(random(32, seed + 64), 1) + sized(ciphers, 2) + [1, 0]
            + sized(extensions, 2)
        return [22, 3, 1] + sized([1] + sized(hello, 3), 2)
    }

    /// What a server answers in TLS 1.3: its hello, and the protected rest of the handshake.
    static func serverHello(seed: Int) -> [UInt8] {
        let extensions = field(43, [3, 4]) + field(51, [0, 29] + sized(random(32, seed + 96), 2))
        let hello =
            [3, 3] + random(32, seed + 128) + sized(random(32, seed + 64), 1) + [0x13, 1, 0] + sized(extensions, 2)
        return [22, 3, 3] + sized([2] + sized(hello, 3), 2) + [20, 3, 3, 0, 1, 1] + record(3_200, seed)
    }

    /// A record of protected data.
    static func record(_ count: Int, _ seed: Int) -> [UInt8] {
        [23, 3, 3] + sized(random(count, seed), 2)
    }

    private static func random(_ count: Int, _ seed: Int) -> [UInt8] {
        let start = seed &* 7_919 % (noise.count - 20_000)
        return Array(noise[start..<start + count])
    }

    private static func sized(_ content: [UInt8], _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: content.count >> (8 * $0)) } + content
    }

    private static func field(_ number: UInt16, _ content: [UInt8]) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)] + sized(content, 2)
    }
}
