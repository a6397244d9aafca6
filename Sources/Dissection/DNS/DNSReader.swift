/// What is carried along while a message is read: the protocol, the oddities so far, and room for one name.
struct DNSReader {
    let service: NameService

    /// What contradicts the format, each once.
    private(set) var weirds: [Weird] = []

    /// The name that is being read; one buffer serves all names of a message.
    var text: [UInt8] = []

    /// The name at byte 12, which most records point to.
    var firstName: String?

    init(_ service: NameService) {
        self.service = service
    }

    mutating func note(_ weird: Weird) {
        if !weirds.contains(weird) { weirds.append(weird) }
    }
}

/// Domain names and their compression (RFC 1035, section 4.1.4).
extension DNSReader {
    /// The longest name in its wire form, length bytes included (RFC 1035, section 2.3.4).
    private static let longestName = 255

    /// How many pointers one name may go through: as many as a name can have labels.
    private static let pointerLimit = 127

    /// Reads a name in lower case, and leaves the offset behind it.
    ///
    /// - Throws: as ``spelledName(_:_:)`` does.
    mutating func name(_ bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) -> String {
        if let firstName, offset + 1 < bytes.count, bytes[offset] == 0xC0, bytes[offset + 1] == 12 {
            offset += 2
            return firstName
        }
        try readName(bytes, &offset)
        lowercase()
        return nameText
    }

    /// Reads a name in the case in which it was sent and in lower case, and leaves the offset behind it.
    ///
    /// A pointer must lead to a place before the name that holds it, so reading always ends. Dots and backslashes
    /// inside a label are escaped by a backslash, and all bytes that are not visible ASCII as `\DDD` (RFC 4343,
    /// section 2.1).
    ///
    /// - Throws: ``WireError`` of kind `truncated`, or `badName` for a pointer forward, an unknown label type and a name
    ///   that is too long.
    mutating func spelledName(
        _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(WireError) -> (spelling: String, name: String) {
        try readName(bytes, &offset)
        let spelling = nameText
        return (spelling, lowercase() ? nameText : spelling)
    }

    private var nameText: String { text.isEmpty ? "." : String(decoding: text, as: UTF8.self) }

    /// Lowers the name; tells whether that changed it.
    @discardableResult
    private mutating func lowercase() -> Bool {
        var hasChanged = false
        for index in text.indices where text[index] >= 0x41 && text[index] <= 0x5A {
            text[index] |= 0x20
            hasChanged = true
        }
        return hasChanged
    }

    private mutating func readName(_ bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        text.removeAll(keepingCapacity: true)
        var length = 1
        var pointers = 0
        var earliest = offset
        var position = offset
        while true {
            let size = try bytes.readByte(&position)
            switch size >> 6 {
            case 0 where size == 0:
                if pointers == 0 { offset = position }
                return
            case 0:
                length += Int(size) + 1
                guard length <= Self.longestName else { throw bad(.dnsNameTooLong, at: position) }
                guard Int(size) <= bytes.count - position else {
                    note(.dnsLabelTruncated)
                    throw WireError(.truncated, at: bytes.count)
                }
                let label = position..<position + Int(size)
                position = label.upperBound
                append(bytes, label, isFirst: text.isEmpty)
            case 3:
                let target = Int(size & 0x3F) << 8 | Int(try bytes.readByte(&position))
                guard target < earliest else { throw bad(.dnsForwardPointer, at: position - 2) }
                guard pointers < Self.pointerLimit else { throw bad(.dnsTooManyPointers, at: position - 2) }
                if pointers == 0 { offset = position }
                pointers += 1
                earliest = target
                position = target
            default: throw bad(.dnsLabelTooLong, at: position - 1)
            }
        }
    }

    private mutating func bad(_ weird: Weird, at offset: Int) -> WireError {
        note(weird)
        return WireError(.badName, at: offset)
    }

    private mutating func append(_ bytes: Span<UInt8>, _ label: Range<Int>, isFirst: Bool) {
        if !isFirst { text.append(0x2E) }
        if isFirst, service == .netBIOS, NetBIOSName.appendEncoded(bytes, label, to: &text) { return }
        for index in label { DNSText.append(bytes[index], to: &text) }
    }
}

/// Bytes as text that shows every one of them (RFC 4343, section 2.1).
enum DNSText {
    /// Appends a byte of a label: dots and backslashes escaped, all that is not visible ASCII as `\DDD`.
    static func append(_ byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case 0x2E, 0x5C: text.append(contentsOf: [0x5C, byte])
        case 0x21...0x7E: text.append(byte)
        default:
            text.append(0x5C)
            text.append(0x30 + byte / 100)
            text.append(0x30 + byte / 10 % 10)
            text.append(0x30 + byte % 10)
        }
    }

    /// The bytes of a string: backslashes escaped, all that is neither visible ASCII nor a blank as `\DDD`.
    static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        for index in range {
            switch bytes[index] {
            case 0x20, 0x2E: text.append(bytes[index])
            default: append(bytes[index], to: &text)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// How many bytes of a digest or of unknown data are shown.
    private static let longestHexadecimal = 64

    /// The bytes as hexadecimal digits, of which a long text shows the first only.
    static func hexadecimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var text: [UInt8] = []
        for index in range.prefix(longestHexadecimal) {
            for digit in [bytes[index] >> 4, bytes[index] & 0x0F] {
                text.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
            }
        }
        return String(decoding: text, as: UTF8.self) + (range.count > longestHexadecimal ? "…" : "")
    }

    /// The bytes in Base32 with the alphabet that keeps their order (RFC 4648, section 7), as NSEC3 shows hashes.
    static func base32(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var text: [UInt8] = []
        var (buffer, filled): (UInt32, Int) = (0, 0)
        func digit(_ value: UInt32) -> UInt8 { UInt8(value < 10 ? 0x30 + value : 0x61 + value - 10) }
        for index in range {
            buffer = (buffer & 0x1F) << 8 | UInt32(bytes[index])
            filled += 8
            while filled >= 5 {
                filled -= 5
                text.append(digit(buffer >> UInt32(filled) & 0x1F))
            }
        }
        if filled > 0 { text.append(digit(buffer << UInt32(5 - filled) & 0x1F)) }
        return String(decoding: text, as: UTF8.self)
    }
}
