/// Reads of text that the kernel writes, made on its bytes.
extension Collection<UInt8> {
    /// The number that decimal digits say; nothing when there is anything else, or when it is too large.
    var decimal: UInt64? {
        guard !isEmpty, count <= 20 else { return nil }
        var number: UInt64 = 0
        for byte in self {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (scaled, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, carries) = scaled.addingReportingOverflow(UInt64(byte - 0x30))
            guard !overflows, !carries else { return nil }
            number = sum
        }
        return number
    }

    /// The number that hexadecimal digits say; nothing when there is anything else, or when it is too large.
    var hexadecimal: UInt64? {
        guard !isEmpty, count <= 16 else { return nil }
        var number: UInt64 = 0
        for byte in self {
            switch byte {
            case 0x30...0x39: number = number << 4 | UInt64(byte - 0x30)
            case 0x41...0x46: number = number << 4 | UInt64(byte - 0x37)
            case 0x61...0x66: number = number << 4 | UInt64(byte - 0x57)
            default: return nil
            }
        }
        return number
    }

    /// The bytes as text; those that are no UTF-8 become replacement characters.
    var text: String { String(decoding: self, as: UTF8.self) }
}

extension ArraySlice<UInt8> {
    /// The lines, without what ends them.
    var lines: [ArraySlice<UInt8>] { split(separator: 0x0A, omittingEmptySubsequences: true) }

    /// The words between blanks and tabs.
    var words: [ArraySlice<UInt8>] { split { $0 == 0x20 || $0 == 0x09 } }

    /// Whether the bytes begin with those of a text.
    func starts(with text: String) -> Bool { starts(with: text.utf8) }
}

/// One text to look for in many others.
struct BytePattern: Sendable {
    private let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Whether the pattern stands anywhere in a text; the empty pattern stands nowhere.
    func occurs(in text: [UInt8]) -> Bool {
        guard let first = bytes.first, text.count >= bytes.count else { return false }
        var start = 0
        while start <= text.count - bytes.count {
            guard text[start] == first else {
                start += 1
                continue
            }
            var length = 1
            while length < bytes.count, text[start + length] == bytes[length] { length += 1 }
            if length == bytes.count { return true }
            start += 1
        }
        return false
    }
}

extension String {
    /// What stands behind the last slash.
    var lastPathComponent: String {
        guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return self }
        return String(self[utf8.index(after: slash)...])
    }

    /// What stands before the last slash, and nothing when there is none.
    var parentFolder: String? {
        guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return String(self[..<slash])
    }
}
