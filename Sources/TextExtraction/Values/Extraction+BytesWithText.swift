extension Extraction {
    /// The shortest text that is taken out of bytes of an unknown shape, in characters.
    static let shortestRun = 6

    /// Hands out what bytes of an unknown shape hold as text: all of them where they are text in UTF-8 or UTF-16LE, else the
    /// runs of characters in them.
    func emitTexts(
        in bytes: [UInt8], at locator: @autoclosure () -> String, state: TextUnit.State = .live,
        field: String = "",
        role: String? = nil
    ) {
        guard !bytes.isEmpty else { return }
        if let text = StoredText.whole(bytes) {
            return emitPieces(text, at: locator(), state: state, field: field, role: role)
        }
        var runs = TextRuns(shortest: Self.shortestRun, longest: limits.unitBytes)
        let place = locator()
        let take: TextRuns.Found = { run, offset, isWide in
            let text = isWide ? StoredText.fromUTF16Little(run) : Array(run)
            self.emit(text, at: "\(place) offset \(offset)", state: state, field: field, role: role)
        }
        runs.add(bytes, take)
        runs.finish(take)
    }
}

/// Text in the encodings that stores use.
enum StoredText {
    /// Bytes that are text as a whole, as UTF-8; nothing where they are not.
    static func whole(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
        if isUTF8(bytes) { return bytes }
        guard bytes.count >= 4, bytes.count % 2 == 0, looksLikeUTF16(bytes) else { return nil }
        return fromUTF16Little(bytes[...])
    }

    /// Whether bytes are valid UTF-8 without control characters but those of lines.
    static func isUTF8(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20, !(0x09...0x0D).contains(byte), byte != 0x1B { return false }
            if byte == 0x7F { return false }
            let length = bytes.utf8CharacterLength(at: index)
            guard length > 0 else { return false }
            index += length
        }
        return true
    }

    /// Whether most units of two bytes are of Latin script, and none is a control character.
    private static func looksLikeUTF16(_ bytes: [UInt8]) -> Bool {
        var latin = 0
        for index in stride(from: 0, to: bytes.count, by: 2) where bytes[index + 1] == 0 {
            guard bytes[index] >= 0x20 || (0x09...0x0D).contains(bytes[index]) else { return false }
            latin += 1
        }
        return latin * 2 >= bytes.count / 2
    }

    static func fromLatin1(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return Array(bytes) }
        return bytes.flatMap { $0 < 0x80 ? [$0] : [0xC0 | $0 >> 6, 0x80 | $0 & 0x3F] }
    }

    static func fromUTF16Little(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        fromUTF16(bytes) { UInt16($0) | UInt16($1) << 8 }
    }

    static func fromUTF16Big(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        fromUTF16(bytes) { UInt16($0) << 8 | UInt16($1) }
    }

    private static func fromUTF16(_ bytes: ArraySlice<UInt8>, _ unit: (UInt8, UInt8) -> UInt16) -> [UInt8] {
        let start = bytes.startIndex
        let units = (0..<bytes.count / 2).map { unit(bytes[start + 2 * $0], bytes[start + 2 * $0 + 1]) }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
