/// Messages of a TLS handshake, without records.
enum QUICHellos {
    static func list(_ bytes: [UInt8]) -> [UInt8] { Packets.u16(bytes.count) + bytes }

    static func item(_ type: Int, _ body: [UInt8]) -> [UInt8] { Packets.u16(type) + list(body) }

    static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type] + Packets.u32(UInt32(body.count)).dropFirst() + body
    }

    /// A transport parameter.
    static func parameter(_ identifier: Int, _ value: [UInt8]) -> [UInt8] {
        QUICSealer.number(identifier) + QUICSealer.number(value.count) + value
    }

    static func client(
        _ name: String? = "a.example", protocols: [String] = ["h3"], parameters: [UInt8] = [], filler: Int = 0
    ) -> [UInt8] {
        let serverName = name.map { item(0, list([0] + list(Array($0.utf8)))) } ?? []
        let offered = item(16, list(protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }))
        let extensions =
            serverName + offered + item(43, [2, 3, 4]) + item(57, parameters)
            + (filler > 0 ? item(21, [UInt8](repeating: 0, count: filler)) : [])
        let random = [UInt8](repeating: 0x55, count: 32)
        return message(1, [3, 3] + random + [0] + list([0x13, 1]) + [1, 0] + list(extensions))
    }

    /// The random number of a demand for another ClientHello (RFC 8446, section 4.1.3).
    static let retryRandom = Hex.bytes("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C")

    static func server(random: [UInt8] = [UInt8](repeating: 0x77, count: 32)) -> [UInt8] {
        message(2, [3, 3] + random + [0, 0x13, 1, 0] + list(item(43, [3, 4])))
    }
}
