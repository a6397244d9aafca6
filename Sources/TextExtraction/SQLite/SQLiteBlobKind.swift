/// What a value without a type is.
enum SQLiteBlobKind {
    case noise
    case text(SQLiteHeader.Encoding)
    /// A file of its own.
    case file(FileFormat)

    init(_ bytes: Span<UInt8>) {
        guard bytes.count >= 4 else {
            self = .noise
            return
        }
        switch FileFormat(beginning: bytes.extracting(first: FileFormat.beginningByteCount), name: "") {
        case .text where SQLiteText.isPlausible(bytes, 0..<bytes.count, .utf8):
            let isJSON = bytes[0] == UInt8(ascii: "{") || bytes[0] == UInt8(ascii: "[")
            self = isJSON ? .file(.json) : .text(.utf8)
        case .text, .binary:
            if let encoding = Self.wideEncoding(bytes) {
                self = .text(encoding)
            } else {
                self = .noise
            }
        case let format: self = .file(format)
        }
    }

    /// Which of the two orders text of two bytes a character has, where most characters are of the first plane's first page.
    private static func wideEncoding(_ bytes: Span<UInt8>) -> SQLiteHeader.Encoding? {
        guard bytes.count % 2 == 0, bytes.count >= 8 else { return nil }
        var (evenZeros, oddZeros) = (0, 0)
        for offset in 0..<min(bytes.count, 256) where bytes[offset] == 0 {
            if offset % 2 == 0 { evenZeros += 1 } else { oddZeros += 1 }
        }
        let enough = min(bytes.count, 256) / 4
        let encoding: SQLiteHeader.Encoding
        if oddZeros > enough, evenZeros == 0 {
            encoding = .utf16LittleEndian
        } else if evenZeros > enough, oddZeros == 0 {
            encoding = .utf16BigEndian
        } else {
            return nil
        }
        return SQLiteText.isPlausible(bytes, 0..<bytes.count, encoding) ? encoding : nil
    }
}
