/// Capture files put together byte by byte, in either byte order.
struct FileBytes {
    var isBig = false
    var bytes: [UInt8] = []

    func number(_ value: UInt64, _ size: Int) -> [UInt8] {
        let little = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
        return isBig ? little.reversed() : little
    }

    func u16(_ value: Int) -> [UInt8] { number(UInt64(value), 2) }
    func u32(_ value: Int) -> [UInt8] { number(UInt64(value), 4) }
    func u64(_ value: UInt64) -> [UInt8] { number(value, 8) }

    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }

    // MARK: Classic

    mutating func classicHeader(magic: Int = 0xA1B2_C3D4, version: (Int, Int) = (2, 4), snap: Int = 65_535, link: Int) {
        bytes += u32(magic) + u16(version.0) + u16(version.1) + u32(0) + u32(0) + u32(snap) + u32(link)
    }

    mutating func classicPacket(
        _ seconds: Int, _ fraction: Int, _ packet: [UInt8], original: Int? = nil, extra: [UInt8] = []
    ) {
        bytes += u32(seconds) + u32(fraction) + u32(packet.count) + u32(original ?? packet.count) + extra + packet
    }

    // MARK: pcapng

    func options(_ list: [(Int, [UInt8])]) -> [UInt8] {
        guard !list.isEmpty else { return [] }
        return list.flatMap { u16($0.0) + u16($0.1.count) + Self.padded($0.1) } + u16(0) + u16(0)
    }

    mutating func block(_ type: Int, _ body: [UInt8]) {
        let body = Self.padded(body)
        bytes += u32(type) + u32(body.count + 12) + body + u32(body.count + 12)
    }

    mutating func section(isBig: Bool = false, _ list: [(Int, [UInt8])] = [], length: UInt64 = .max) {
        self.isBig = isBig
        block(0x0A0D_0D0A, u32(0x1A2B_3C4D) + u16(1) + u16(0) + u64(length) + options(list))
    }

    mutating func interface(_ link: Int = 1, snap: Int = 0, _ list: [(Int, [UInt8])] = []) {
        block(1, u16(link) + u16(0) + u32(snap) + options(list))
    }

    mutating func packet(
        _ ticks: UInt64, _ packet: [UInt8], interface: Int = 0, original: Int? = nil, _ list: [(Int, [UInt8])] = []
    ) {
        block(
            6,
            u32(interface) + u32(Int(ticks >> 32)) + u32(Int(ticks & 0xFFFF_FFFF)) + u32(packet.count)
                + u32(original ?? packet.count) + Self.padded(packet) + options(list))
    }

    /// Wireshark's process information; its content is little-endian in every section.
    mutating func process(_ pid: Int, _ list: [(Int, [UInt8])]) {
        let little = FileBytes()
        let entry = little.u32(pid) + little.options(list)
        block(0x0BAD, u32(32_622) + little.u32(3) + little.u32(entry.count) + entry)
    }
}
