extension FileFormat {
    /// How many bytes of a file's beginning are enough to recognise it.
    package static let beginningByteCount = 4_096

    /// Recognises a format by a file's first bytes, and where those leave it open, by its name.
    ///
    /// Bytes go before names: a database called `notes.txt` is a database.
    package init(beginning: Span<UInt8>, name: String) {
        self = Self.bySignature(beginning) ?? Self.byName(name, isText: Self.isText(beginning), beginning)
    }

    /// Recognises a file by its first bytes and its name.
    ///
    /// - Throws: ``InputError`` when the system fails.
    package init(recognising file: FileInput) throws(InputError) {
        let beginning = try file.bytes.bytes(Self.beginningByteCount, at: 0)
        self.init(beginning: beginning.span, name: file.name)
    }

    private static let signatures: [([UInt8], FileFormat)] = [
        (Array("SQLite format 3\0".utf8), .sqlite),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        ([0xFF, 0xD8, 0xFF], .jpeg),
        (Array("PK\u{3}\u{4}".utf8), .archive),
        (Array("PK\u{5}\u{6}".utf8), .archive),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .archive),
        ([0x1F, 0x8B], .compressed),
        ([0x28, 0xB5, 0x2F, 0xFD], .compressed),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .compressed),
        (Array("BZh".utf8), .compressed),
        (Array("GGUF".utf8), .gguf),
        (Array("nsgg".utf8), .llamaState),
        (Array("qsgg".utf8), .llamaState),
        (Array("LPKSHHRH".utf8), .journal),
    ]

    private static func bySignature(_ bytes: Span<UInt8>) -> FileFormat? {
        for (signature, format) in signatures where starts(bytes, with: signature) { return format }
        if starts(bytes, with: Array("RIFF".utf8)), holds(bytes, Array("WEBP".utf8), at: 8) { return .webP }
        if holds(bytes, Array("ustar".utf8), at: 257) { return .archive }
        // A core dump is an ELF file of type 4 (elf.h, ET_CORE).
        if starts(bytes, with: [0x7F, 0x45, 0x4C, 0x46]), holds(bytes, [4, 0], at: 16) { return .memory }
        if holds(bytes, Array("SWAPSPACE2".utf8), at: 4_086) { return .memory }
        // Protocol 2 and later begin with PROTO and its number (pickletools).
        if bytes.count >= 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) { return .pickle }
        return nil
    }

    private static func byName(_ name: String, isText: Bool, _ bytes: Span<UInt8>) -> FileFormat {
        let lower = name.lowercased()
        let ending = lower.lastIndex(of: ".").map { String(lower[lower.index(after: $0)...]) } ?? ""
        switch ending {
        case "safetensors": return .safetensors
        case "chat" where !isText: return .qtChat
        case "ldb", "sst": return .levelDB
        case "log" where !isText && lower.dropLast(4).allSatisfy(\.isNumber): return .levelDB
        case "pickle", "pkl": return .pickle
        default: break
        }
        guard isText else { return .binary }
        switch ending {
        case "ipynb": return .notebook
        case "jsonl", "ndjson": return .jsonLines
        case "json": return .json
        case "md", "markdown": return .markdown
        case "yml", "yaml": return .yaml
        case "toml": return .toml
        default: return .text
        }
    }

    /// Whether bytes are text of one byte a character or UTF-8: none is zero, few are control characters.
    package static func isText(_ bytes: Span<UInt8>) -> Bool {
        var controls = 0
        for offset in 0..<bytes.count {
            switch bytes[offset] {
            case 0: return false
            case 0x07...0x0D, 0x1B, 0x20...0xFF: break
            default: controls += 1
            }
        }
        return controls <= bytes.count / 50
    }

    private static func starts(_ bytes: Span<UInt8>, with signature: [UInt8]) -> Bool {
        holds(bytes, signature, at: 0)
    }

    private static func holds(_ bytes: Span<UInt8>, _ signature: [UInt8], at offset: Int) -> Bool {
        guard bytes.count >= offset + signature.count else { return false }
        return signature.indices.allSatisfy { bytes[offset + $0] == signature[$0] }
    }
}
