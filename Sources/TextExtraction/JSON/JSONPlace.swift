/// The way from the top of a JSON text to the value that is read.
struct JSONPlace {
    /// An array or object that is open.
    struct Level {
        let isObject: Bool
        /// The name that was read last, in an object.
        var name = ""
        /// The number of the element that is read, in an array.
        var index = 0
        /// Who says what is in it, where it tells that of itself.
        var speaker: JSONSpeaker?
    }

    /// How deep the way is kept; what lies deeper has the way to here.
    static let depthLimit = 256
    private static let nameByteLimit = 120

    /// The open arrays and objects, outermost first.
    var levels: [Level] = []

    init() {}

    /// The way with numbers and names: `$.messages[2].content`.
    ///
    /// Names that are no identifiers stand in brackets and quotes, as JSONPath has it (RFC 9535, section 2.3.1).
    func locator(upTo count: Int? = nil) -> String {
        var text = "$"
        for level in levels.prefix(count ?? levels.count) {
            if !level.isObject {
                text += "[\(level.index)]"
            } else if Self.isIdentifier(level.name) {
                text += "." + level.name
            } else {
                text += "[" + Self.quoted(level.name) + "]"
            }
        }
        return text
    }

    /// The way without numbers, and with a star for names that are keys of records.
    func field(upTo count: Int? = nil) -> String {
        var text = ""
        for level in levels.prefix(count ?? levels.count) {
            if !level.isObject {
                text += "[*]"
                continue
            }
            if !text.isEmpty { text += "." }
            text += Self.isRecordKey(level.name) ? "*" : Self.quoted(level.name, isBare: true)
        }
        return text
    }

    private static func isIdentifier(_ name: String) -> Bool {
        let bytes = name.utf8
        guard bytes.count <= nameByteLimit, let first = bytes.first, !(0x30...0x39).contains(first) else {
            return false
        }
        return bytes.allSatisfy { $0 == 0x5F || (0x30...0x39).contains($0) || ((0x61...0x7A).contains($0 | 0x20)) }
    }

    /// Whether a name is an identifier that programs give to records: digits, or a long one of hexadecimal digits and lines.
    static func isRecordKey(_ name: String) -> Bool {
        let bytes = name.utf8
        guard !bytes.isEmpty else { return false }
        var digitCount = 0
        for byte in bytes {
            switch byte {
            case 0x30...0x39: digitCount += 1
            case 0x61...0x66, 0x41...0x46, UInt8(ascii: "-"): break
            default: return false
            }
        }
        return digitCount == bytes.count || (bytes.count >= 16 && digitCount > 0)
    }

    private static func quoted(_ name: String, isBare: Bool = false) -> String {
        var text = isBare ? "" : "\""
        for scalar in name.unicodeScalars {
            guard text.utf8.count < nameByteLimit else {
                text += "…"
                break
            }
            if scalar.value < 0x20 || scalar.value == 0x7F {
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
        }
        return isBare ? text : text + "\""
    }
}
