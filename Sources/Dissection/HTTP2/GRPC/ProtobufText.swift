/// The text of all strings in a message of Protocol Buffers whose definition is not known, one a line.
///
/// The wire format does not tell a string from bytes and from a message inside. What begins with a control character and reads
/// as a message to its last byte is one; what is text throughout is a string; of anything else the printable parts are taken.
struct ProtobufText {
    /// How deep messages inside messages are read.
    private static let depthLimit = 24

    /// The shortest printable part of something unknown that is taken.
    private static let shortestRun = 6

    private let limit: Int

    /// The text so far, each string with a line feed behind it.
    private(set) var lines: [UInt8] = []

    /// Begins without text.
    ///
    /// - Parameter limit: how many bytes of text are taken.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes the text of a message; where it is not whole, its last field may be cut off.
    ///
    /// - Complexity: O(*n*) in the bytes, times the depth of messages in messages, which has a limit.
    mutating func read(_ bytes: Span<UInt8>, isWhole: Bool) {
        if Self.isMessage(bytes, isWhole: isWhole) {
            walk(bytes, isWhole: isWhole, depth: 0)
        } else {
            takeRuns(bytes)
        }
    }

    private mutating func walk(_ bytes: Span<UInt8>, isWhole: Bool, depth: Int) {
        var fields = ProtobufFields()
        while lines.count < limit, let range = fields.next(bytes) {
            guard !range.isEmpty else { continue }
            let end = min(range.upperBound, bytes.count)
            let isPartWhole = range.upperBound <= bytes.count
            takeValue(bytes.extracting(range.lowerBound..<end), isWhole: isPartWhole, depth: depth)
        }
    }

    private mutating func takeValue(_ bytes: Span<UInt8>, isWhole: Bool, depth: Int) {
        guard !bytes.isEmpty else { return }
        let mayBeMessage = depth < Self.depthLimit && Self.isMessage(bytes, isWhole: isWhole)
        if mayBeMessage, bytes[0] < 0x20 { return walk(bytes, isWhole: isWhole, depth: depth + 1) }
        let text = bytes.extracting(0..<(isWhole ? bytes.count : Self.countOfWholeCharacters(bytes)))
        if Self.isText(text) { return take(text) }
        if mayBeMessage { return walk(bytes, isWhole: isWhole, depth: depth + 1) }
        takeRuns(bytes)
    }

    private mutating func take(_ text: Span<UInt8>) {
        let room = min(text.count, limit - lines.count)
        guard room > 0 else { return }
        lines.append(text.extracting(0..<room))
        lines.append(0x0A)
    }

    private mutating func takeRuns(_ bytes: Span<UInt8>) {
        var start = 0
        for index in 0...bytes.count {
            if index < bytes.count, (0x20...0x7E).contains(bytes[index]) { continue }
            if index - start >= Self.shortestRun { take(bytes.extracting(start..<index)) }
            start = index + 1
        }
    }

    /// Whether fields fill the bytes to the last one, or run beyond it where that is the end of what is known.
    private static func isMessage(_ bytes: Span<UInt8>, isWhole: Bool) -> Bool {
        var fields = ProtobufFields()
        while fields.next(bytes) != nil {}
        return isWhole ? !fields.isBroken && fields.offset == bytes.count : !fields.isBroken || fields.isCut
    }

    private static func isText(_ bytes: Span<UInt8>) -> Bool {
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { return false }
            if byte == 0x7F { return false }
        }
        return (try? UTF8Span(validating: bytes)) != nil
    }

    /// The number of bytes without a last character that may not be whole.
    private static func countOfWholeCharacters(_ bytes: Span<UInt8>) -> Int {
        var end = bytes.count
        while end > 0, bytes.count - end < 3, bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
        if end > 0, bytes[end - 1] >= 0xC0 { end -= 1 }
        return end
    }
}

/// The fields of a message one after the other (Protocol Buffers, "Encoding").
struct ProtobufFields {
    /// Where the next field begins.
    private(set) var offset = 0
    /// Whether the bytes are no fields.
    private(set) var isBroken = false
    /// Whether the bytes end inside a field.
    private(set) var isCut = false

    /// The range of the next field's content, empty where it is a number; it may go beyond the bytes in the last field.
    mutating func next(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard !isBroken, !isCut, offset < bytes.count else { return nil }
        guard let tag = number(bytes) else { return nil }
        guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { return stop() }
        switch tag & 7 {
        case 0: return number(bytes) == nil ? nil : offset..<offset
        case 1: return skip(8, bytes)
        case 2:
            guard let length = number(bytes) else { return nil }
            guard length <= Int32.max else { return stop() }
            let start = offset
            guard skip(Int(length), bytes) != nil else { return isCut ? start..<start + Int(length) : nil }
            return start..<offset
        case 5: return skip(4, bytes)
        // Groups are no longer used; their marks have no content.
        case 3, 4: return offset..<offset
        default: return stop()
        }
    }

    private mutating func stop() -> Range<Int>? {
        isBroken = true
        return nil
    }

    private mutating func skip(_ count: Int, _ bytes: Span<UInt8>) -> Range<Int>? {
        guard bytes.count - offset >= count else {
            (isCut, isBroken) = (true, true)
            return nil
        }
        offset += count
        return offset..<offset
    }

    private mutating func number(_ bytes: Span<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard offset < bytes.count else {
                (isCut, isBroken) = (true, true)
                return nil
            }
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        isBroken = true
        return nil
    }
}
