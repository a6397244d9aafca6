internal import Observation

/// A JSON text that may have been cut off, or be broken somewhere, and what can be read of it nevertheless.
///
/// Whatever stands before the place is kept: a string up to the cut, an object's members up to the last whole one. A name
/// without a value and a number that ends at the cut are left out, because what they say cannot be told.
struct JSONPrefix {
    /// What could be read.
    let value: JSONValue
    /// Whether the text was a whole JSON text.
    let isWhole: Bool

    /// Reads a text; nothing when not even its first value begins well.
    init?(_ bytes: Span<UInt8>) {
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
            isWhole = true
        } catch {
            var repair = JSONRepair()
            let cut = max(0, min(error.offset, bytes.count))
            let repaired = repair.closed(bytes.extracting(0..<cut))
            guard let read = try? JSONValue(parsing: repaired.span) else { return nil }
            value = read
            isWhole = false
        }
    }
}

/// Closes what a cut has left open in a JSON text.
private struct JSONRepair {
    private enum State {
        case value
        case afterValue
        case name
        case colon
    }

    /// The closing brackets of what is open.
    private var open: [UInt8] = []
    private var state = State.value
    /// Up to where the text may be kept; since then no bracket was opened or closed.
    private var safeEnd = 0

    /// The text up to the last place that can be closed, and the brackets that close it.
    mutating func closed(_ bytes: Span<UInt8>) -> [UInt8] {
        var offset = 0
        var stringEnd: Int?
        while offset < bytes.count, stringEnd == nil {
            let byte = bytes[offset]
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            case UInt8(ascii: "\""):
                let isName = state == .name
                offset += 1
                guard let lastWhole = Self.skipString(bytes, &offset) else {
                    state = isName ? .colon : .afterValue
                    if !isName { safeEnd = offset }
                    continue
                }
                if isName { return ending(bytes, at: safeEnd, isInString: false) }
                stringEnd = lastWhole
            default:
                guard step(byte, bytes, &offset) else { return ending(bytes, at: safeEnd, isInString: false) }
            }
        }
        guard let stringEnd else { return ending(bytes, at: safeEnd, isInString: false) }
        return ending(bytes, at: stringEnd, isInString: true)
    }

    /// Steps over a string; when it does not end, gives the place behind its last whole character.
    private static func skipString(_ bytes: Span<UInt8>, _ offset: inout Int) -> Int? {
        // Where the first half of a character stands whose second half is still to come.
        var half: Int?
        while offset < bytes.count {
            let start = offset
            let byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "\"") { return nil }
            guard byte == UInt8(ascii: "\\") else {
                half = nil
                continue
            }
            guard offset < bytes.count else { return half ?? start }
            let length = bytes[offset] == UInt8(ascii: "u") ? 5 : 1
            guard bytes.count - offset >= length else { return half ?? start }
            half = half == nil && length == 5 && isHighSurrogate(bytes, offset) ? start : nil
            offset += length
        }
        return half ?? wholeCharacters(bytes, before: offset)
    }

    /// Whether an escape stands for the first half of a character beyond the first 65,536 (RFC 8259, section 7).
    private static func isHighSurrogate(_ bytes: Span<UInt8>, _ offset: Int) -> Bool {
        guard bytes[offset + 1] | 0x20 == UInt8(ascii: "d") else { return false }
        return [0x38, 0x39, 0x61, 0x62].contains(bytes[offset + 2] | 0x20)
    }

    /// The place without the bytes of a UTF-8 sequence that was cut off.
    private static func wholeCharacters(_ bytes: Span<UInt8>, before end: Int) -> Int {
        for back in 1...3 where end - back >= 0 {
            let byte = bytes[end - back]
            if byte < 0x80 { return end }
            guard byte >= 0xC0 else { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            return length > back ? end - back : end
        }
        return end
    }

    /// Takes a bracket, a comma, a colon, or a word or number; tells whether the text may go on so.
    private mutating func step(_ byte: UInt8, _ bytes: Span<UInt8>, _ offset: inout Int) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            offset += 1
            open.append(byte + 2)
            state = byte == UInt8(ascii: "{") ? .name : .value
            safeEnd = offset
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            guard open.last == byte else { return false }
            open.removeLast()
            offset += 1
            state = .afterValue
            safeEnd = offset
        case UInt8(ascii: ","):
            offset += 1
            state = open.last == UInt8(ascii: "}") ? .name : .value
        case UInt8(ascii: ":"):
            offset += 1
            state = .value
        default:
            while offset < bytes.count, Self.isWordByte(bytes[offset]) { offset += 1 }
            guard offset < bytes.count, Self.endsWord(bytes[offset]) else { return false }
            state = .afterValue
            safeEnd = offset
        }
        return true
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
        default: false
        }
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): true
        default: false
        }
    }

    private func ending(_ bytes: Span<UInt8>, at offset: Int, isInString: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.append(bytes.extracting(0..<offset))
        if isInString { text.append(UInt8(ascii: "\"")) }
        text.append(contentsOf: open.reversed())
        return text
    }
}
