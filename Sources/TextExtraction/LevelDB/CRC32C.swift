/// The checksum of Castagnoli, as LevelDB keeps it.
enum CRC32C {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0x82F6_3B78 ^ value >> 1 : value >> 1 }
    }

    /// The checksum of some bytes.
    static func of(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
        let span = bytes.span
        var value = UInt32.max
        for index in range { value = table[Int(UInt8(truncatingIfNeeded: value) ^ span[index])] ^ value >> 8 }
        return ~value
    }

    /// The checksum as it is stored: turned by 15 bits, with a number added (LevelDB's `crc32c::Mask`).
    static func masked(_ checksum: UInt32) -> UInt32 {
        (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
    }
}
