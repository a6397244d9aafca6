/// The texts of an EXIF block, which is a TIFF file of its own.
///
/// Layout: TIFF 6.0, section 2; CIPA DC-008 (Exif 2.32), sections 4.6.2 to 4.6.8; the `XP…` fields are those of Windows.
struct EXIFReading {
    private static let directoryLimit = 32
    private static let entryLimit = 1_000

    private static let names: [Int: String] = [
        0x010D: "DocumentName", 0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x0131: "Software",
        0x013B: "Artist", 0x013C: "HostComputer", 0x02BC: "XMP", 0x8298: "Copyright", 0x9286: "UserComment",
        0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject",
        0xA420: "ImageUniqueID", 0xA430: "CameraOwnerName",
    ]

    private let bytes: ArraySlice<UInt8>
    private let isBigEndian: Bool

    /// Reads the head of a block; nothing where it is none.
    init?(_ block: [UInt8]) {
        // JPEG has a name before it, and some writers of WebP and PNG keep it.
        let mark = Array("Exif\0\0".utf8)
        let bytes = block.starts(with: mark) ? block[mark.count...] : block[...]
        guard bytes.count >= 8 else { return nil }
        switch Array(bytes.prefix(4)) {
        case [0x49, 0x49, 0x2A, 0]: isBigEndian = false
        case [0x4D, 0x4D, 0, 0x2A]: isBigEndian = true
        default: return nil
        }
        self.bytes = bytes
    }

    /// Calls with the name and the text of each field that has one.
    ///
    /// - Returns: Whether the block was whole.
    func forEachText(_ body: (_ name: String, _ text: [UInt8]) -> Void) -> Bool {
        var queue = [number(4, at: 4) ?? 0]
        var seen: Set<Int> = []
        var isWhole = true
        while let offset = queue.popLast(), seen.count < Self.directoryLimit {
            guard offset > 0, seen.insert(offset).inserted else { continue }
            guard let count = number(2, at: offset) else {
                isWhole = false
                continue
            }
            for index in 0..<min(count, Self.entryLimit) {
                let place = offset + 2 + 12 * index
                guard let tag = number(2, at: place), let kind = number(2, at: place + 2),
                    let length = number(4, at: place + 4), let value = number(4, at: place + 8)
                else {
                    isWhole = false
                    break
                }
                // The EXIF and GPS directories hang on fields of the first one.
                if tag == 0x8769 || tag == 0x8825 { queue.append(value) }
                guard let name = Self.names[tag], [1, 2, 7].contains(kind), length > 0 else { continue }
                guard let field = slice(length, at: length <= 4 ? place + 8 : value) else {
                    isWhole = false
                    continue
                }
                body(name, text(field, tag))
            }
            if let next = number(4, at: offset + 2 + 12 * count) { queue.append(next) }
        }
        return isWhole
    }

    private func text(_ field: ArraySlice<UInt8>, _ tag: Int) -> [UInt8] {
        if (0x9C9B...0x9C9F).contains(tag) {
            return Self.trimmed(TextEncoding.utf8(fromUTF16: field, isBigEndian: false))
        }
        guard tag == 0x9286, field.count >= 8 else { return TextEncoding.repaired(Self.trimmed(Array(field))) }
        let content = field.dropFirst(8)
        if field.starts(with: Array("UNICODE\0".utf8)) {
            return Self.trimmed(TextEncoding.utf8(fromUTF16: content, isBigEndian: isWideBigEndian(content)))
        }
        let isMarked = field.starts(with: Array("ASCII\0\0\0".utf8)) || field.prefix(8).allSatisfy { $0 == 0 }
        return TextEncoding.repaired(Self.trimmed(Array(isMarked ? content : field)))
    }

    /// The order of bytes in UTF-16 where writers do not keep to that of the block: zeros and marks tell.
    private func isWideBigEndian(_ text: ArraySlice<UInt8>) -> Bool {
        if text.starts(with: [0xFE, 0xFF]) { return true }
        if text.starts(with: [0xFF, 0xFE]) { return false }
        var zeroCounts = [0, 0]
        for (index, byte) in text.prefix(4_096).enumerated() where byte == 0 { zeroCounts[index % 2] += 1 }
        return zeroCounts[0] == zeroCounts[1] ? isBigEndian : zeroCounts[0] > zeroCounts[1]
    }

    private static func trimmed(_ text: [UInt8]) -> [UInt8] {
        var text = text
        while text.last == 0 { text.removeLast() }
        return text
    }

    private func slice(_ count: Int, at offset: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
        return bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + count)]
    }

    private func number(_ count: Int, at offset: Int) -> Int? {
        guard let field = slice(count, at: offset) else { return nil }
        return isBigEndian
            ? field.reduce(0) { $0 << 8 | Int($1) } : field.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

extension Extraction {
    /// Hands out the texts of an EXIF block.
    func readEXIF(_ block: [UInt8], at locator: String) {
        guard let reading = EXIFReading(block) else { return note(.malformed) }
        let isWhole = reading.forEachText { name, text in
            if name == "XMP" {
                readXMP(text, at: "\(locator) XMP")
            } else {
                readImageText(text, at: "\(locator) \(name)", field: name)
            }
        }
        if !isWhole { note(.truncated) }
    }
}
