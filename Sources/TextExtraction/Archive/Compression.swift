internal import CArchive

/// The compression of a single file.
enum Compression {
    case gzip, bzip2, xz, lzma, lzip, zstd, lz4

    /// Recognises a compression by the first bytes of a file.
    init?(_ bytes: [UInt8]) {
        func begins(_ signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
        if begins([0x1F, 0x8B]) {
            self = .gzip
        } else if begins(Array("BZh".utf8)) {
            self = .bzip2
        } else if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A]) {
            self = .xz
        } else if begins([0x28, 0xB5, 0x2F, 0xFD]) || Self.isSkippableFrame(bytes) {
            self = .zstd
        } else if begins([0x04, 0x22, 0x4D, 0x18]) {
            self = .lz4
        } else if begins(Array("LZIP".utf8)) {
            self = .lzip
        } else if begins([0x5D, 0x00, 0x00]) {
            self = .lzma
        } else {
            return nil
        }
    }

    /// A frame without content may stand before the first one (RFC 8878, section 3.1.2).
    private static func isSkippableFrame(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 4 && bytes[0] & 0xF0 == 0x50 && bytes[1...3].elementsEqual([0x2A, 0x4D, 0x18])
    }

    /// libarchive's number for it.
    var code: CInt {
        switch self {
        case .gzip: ARCHIVE_FILTER_GZIP
        case .bzip2: ARCHIVE_FILTER_BZIP2
        case .xz: ARCHIVE_FILTER_XZ
        case .lzma: ARCHIVE_FILTER_LZMA
        case .lzip: ARCHIVE_FILTER_LZIP
        case .zstd: ARCHIVE_FILTER_ZSTD
        case .lz4: ARCHIVE_FILTER_LZ4
        }
    }

    /// How long a packed file is that has nothing in it.
    var emptyByteCounts: ClosedRange<Int64> {
        switch self {
        case .bzip2: 14...14
        case .xz: 32...32
        case .lzip: 36...36
        case .lz4: 11...19
        case .lzma, .gzip, .zstd: 9...40
        }
    }

    /// The name of what is in a compressed file.
    static func contentName(of name: String) -> String {
        let lower = name.lowercased()
        for ending in [".gz", ".bz2", ".xz", ".zst", ".zstd", ".lz4", ".lzma", ".lz", ".z"]
        where lower.hasSuffix(ending) {
            return String(name.dropLast(ending.count))
        }
        return lower.hasSuffix(".tgz") || lower.hasSuffix(".txz") ? String(name.dropLast(3)) + "tar" : name
    }
}
