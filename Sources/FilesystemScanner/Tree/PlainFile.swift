internal import Glibc

/// Tells small files whose bytes are all there is to them from those that a format's reader has to see.
///
/// This stands between every file of a tree and the recognition of formats, which asks more and costs more. It may say no
/// to a plain file; it never says yes to one that would be read in pieces.
enum PlainFile {
    /// The first four bytes of formats that are read in pieces, as the recognition of formats has them.
    private static let signatures: [UInt32] = [
        "SQLi", "\u{4}\"M\u{18}", "LZIP", "0707", "!<ar", "Rar!", "MSCF", "GGUF", "nsgg", "qsgg", "LPKS", "RIFF",
        "\u{7F}ELF",
    ].map { word($0.utf8.map(\.self)) }

    /// Endings of names that say more than the bytes do.
    private static let endings: [[UInt8]] = [
        "safetensors", "chat", "ldb", "sst", "pickle", "pkl", "tar", "lzma",
    ].map { Array($0.utf8) }

    /// Whether a whole file is plain.
    static func isPlain(_ bytes: Span<UInt8>, name: Span<UInt8>) -> Bool {
        guard !endings.contains(where: { ends(name, with: $0) }), !isNumberedLog(name) else { return false }
        guard bytes.count >= 4 else {
            return bytes.isEmpty || !holdsZero(bytes) && bytes[0] < 0x7F && bytes[0] != 0x1F
        }
        let first = (bytes[0], bytes[1])
        switch first {
        // Whatever begins with no character of ASCII: pictures, packed files, marks of wide text.
        case (0x7F..., _), (0x1F, _): return false
        case (0x50, 0x4B), (0x42, 0x5A), (0x37, 0x7A), (0x28, 0xB5): return false
        default: break
        }
        let beginning = UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
        guard !signatures.contains(beginning) else { return false }
        if bytes.count > 262, bytes[257] == UInt8(ascii: "u"), bytes[258] == UInt8(ascii: "s") { return false }
        return !holdsZero(bytes)
    }

    /// Whether it is called as a LevelDB's logs are: `000003.log`.
    private static func isNumberedLog(_ name: Span<UInt8>) -> Bool {
        guard ends(name, with: Array("log".utf8)) else { return false }
        for offset in 0..<name.count - 4 where !(0x30...0x39).contains(name[offset]) { return false }
        return true
    }

    private static func word(_ bytes: [UInt8]) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func ends(_ name: Span<UInt8>, with ending: [UInt8]) -> Bool {
        let start = name.count - ending.count
        guard start > 0, name[start - 1] == UInt8(ascii: ".") else { return false }
        return ending.indices.allSatisfy { name[start + $0] | 0x20 == ending[$0] }
    }

    private static func holdsZero(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe memchr(base, 0, buffer.count) != nil
        }
    }
}
