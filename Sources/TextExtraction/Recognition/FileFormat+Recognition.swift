extension FileFormat {
    /// How many bytes of a file's beginning are enough to recognise it.
    package static let beginningByteCount = 4_096

    /// Recognises a format by a file's first bytes, and where those leave it open, by what is expected, or by its name.
    ///
    /// Bytes go before names: a database called `notes.txt` is a database.
    package init(beginning: Span<UInt8>, name: String, expecting expected: FileFormat? = nil) {
        let isText = Self.isText(beginning) || TextEncoding(beginning: beginning).isWide
        if let format = Self.bySignature(beginning) {
            self = format
        } else if let expected, expected.isText == (isText || Self.beginsAsText(beginning)) {
            self = expected
        } else {
            self = Self.byName(name, isText: isText, beginning)
        }
    }

    /// Whether text stands before the first zero: a file of text that was never filled up.
    private static func beginsAsText(_ bytes: Span<UInt8>) -> Bool {
        var end = 0
        while end < bytes.count, bytes[end] != 0 { end += 1 }
        return end > 0 && isText(bytes.extracting(0..<end))
    }

    /// Whether its files are text, if only of one byte a character or UTF-8.
    private var isText: Bool {
        switch self {
        case .text, .json, .jsonLines, .markdown, .yaml, .toml, .notebook: true
        default: false
        }
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
        ([0xF5, 0xD5, 0x53, 0xCC], .qtChat),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .compressed),
        (Array("BZh".utf8), .compressed),
        ([0x04, 0x22, 0x4D, 0x18], .compressed),
        (Array("LZIP".utf8), .compressed),
        ([0x1F, 0x9D], .compressed),
        (Array("PK\u{7}\u{8}PK".utf8), .archive),
        (Array("070701".utf8), .archive),
        (Array("070702".utf8), .archive),
        (Array("070707".utf8), .archive),
        (Array("!<arch>\n".utf8), .archive),
        (Array("Rar!\u{1A}\u{7}".utf8), .archive),
        (Array("MSCF\0\0\0\0".utf8), .archive),
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
        if StructuredClone.begins(bytes) || MozillaClone.beginsPacked(bytes) { return .structuredClone }
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
        case "tar" where bytes.count >= 512: return .archive
        case "lzma" where starts(bytes, with: [0x5D, 0, 0]): return .compressed
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
        case "txt", "log", "text", "out", "err": return .text
        default: return beginsAsJSON(bytes) ? .json : .text
        }
    }

    /// Whether a text without a telling name begins as a JSON object, or as an array of objects, arrays or strings.
    private static func beginsAsJSON(_ bytes: Span<UInt8>) -> Bool {
        var marks: [UInt8] = []
        for index in bytes.indices where marks.count < 2 && ![0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) {
            marks.append(bytes[index])
        }
        // Docker's logs are read by lines, also those that were turned over.
        if starts(bytes, with: Array("{\"log\":\"".utf8)) { return false }
        return ["{\"", "{}", "[{", "[[", "[\""].contains { $0.utf8.elementsEqual(marks) }
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

    /// Whether a file is an archive of the tape kind, which is read from front to back (tar, cpio, ar).
    static func isTape(_ bytes: Span<UInt8>) -> Bool {
        holds(bytes, Array("ustar".utf8), at: 257) || starts(bytes, with: Array("0707".utf8))
            || starts(bytes, with: Array("!<arch>\n".utf8))
    }

    private static func starts(_ bytes: Span<UInt8>, with signature: [UInt8]) -> Bool {
        holds(bytes, signature, at: 0)
    }

    private static func holds(_ bytes: Span<UInt8>, _ signature: [UInt8], at offset: Int) -> Bool {
        guard bytes.count >= offset + signature.count else { return false }
        return signature.indices.allSatisfy { bytes[offset + $0] == signature[$0] }
    }
}
