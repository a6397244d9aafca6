/// What the first and last bytes of packed files say, looked at before libarchive sees them, to keep memory bounded.
enum PackedHeads {
    /// The largest dictionary that a compression may ask for; `xz -9` asks for as much.
    static let dictionaryByteLimit: Int64 = 64 << 20
    private static let directoryByteLimit: Int64 = 24 << 20

    /// How large a dictionary the first bytes ask for; zero where the compression knows none that is large.
    static func dictionaryByteCount(_ bytes: [UInt8], _ compression: Compression) -> Int64 {
        switch compression {
        case .xz: return xzDictionaryByteCount(bytes)
        case .lzma: return bytes.count < 5 ? 0 : (0..<4).reduce(0) { $0 | Int64(bytes[1 + $1]) << (8 * $1) }
        case .lzip: return bytes.count < 6 ? 0 : 1 << Int64(bytes[5] & 0x1F)
        default: return 0
        }
    }

    /// Reads the filters of the first block (The .xz File Format 1.1.0, sections 3.1 and 5.3.1).
    private static func xzDictionaryByteCount(_ bytes: [UInt8]) -> Int64 {
        guard bytes.count > 14 else { return 0 }
        let flags = bytes[13]
        var position = 14
        func number() -> Int64? {
            var value: Int64 = 0
            for index in 0..<9 {
                guard position < bytes.count else { return nil }
                let byte = bytes[position]
                position += 1
                value |= Int64(byte & 0x7F) << Int64(7 * index)
                if byte & 0x80 == 0 { return value }
            }
            return nil
        }
        if flags & 0x40 != 0 { _ = number() }
        if flags & 0x80 != 0 { _ = number() }
        for _ in 0...Int(flags & 3) {
            guard let kind = number(), let size = number(), position < bytes.count else { return 0 }
            if kind == 0x21 {
                let bits = Int64(bytes[position] & 0x3F)
                return bits >= 40 ? 1 << 32 : (2 | bits & 1) << (bits / 2 + 11)
            }
            guard size < 64 else { return 0 }
            position += Int(size)
        }
        return 0
    }

    /// Whether a file begins as a 7z archive.
    static func isSevenZip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) }

    /// Whether the packed directory of a 7z file, which is unpacked in memory, is of ordinary size.
    ///
    /// The signature header has its size at byte 20 (7zFormat.txt of the LZMA SDK).
    static func isSevenZipOrdinary(_ bytes: [UInt8]) -> Bool {
        guard isSevenZip(bytes), bytes.count >= 28 else { return true }
        let size = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[20 + $1]) << UInt64(8 * $1) }
        return size <= UInt64(directoryByteLimit / 8)
    }

    /// Whether the directory at the end of a zip file, which libarchive holds in memory, is of ordinary size.
    ///
    /// Between its beginning and the record of its end (APPNOTE 6.3.10, section 4.3.16) lies the whole directory.
    static func isDirectoryOrdinary(_ source: ByteSource) -> Bool {
        guard !source.isStream else { return false }
        guard source.count > directoryByteLimit else { return true }
        let start = max(0, source.count - 66_000)
        guard let end = try? source.bytes(66_000, at: start), end.count >= 22 else { return true }
        for index in stride(from: end.count - 22, through: 0, by: -1)
        where end[index] == 0x50 && end[index + 1] == 0x4B && end[index + 2] == 5 && end[index + 3] == 6 {
            let offset = (0..<4).reduce(Int64(0)) { $0 | Int64(end[index + 16 + $1]) << Int64(8 * $1) }
            let size = (0..<4).reduce(Int64(0)) { $0 | Int64(end[index + 12 + $1]) << Int64(8 * $1) }
            let place = start + Int64(index)
            // With 64 bits elsewhere the number of members is beyond the limit anyway, or the members are huge.
            if offset == 0xFFFF_FFFF { return size <= directoryByteLimit }
            return place - offset <= directoryByteLimit
        }
        return true
    }
}
