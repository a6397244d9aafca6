/// Cuts a JSON array that arrives in pieces into its elements.
///
/// Only elements that are objects or arrays are handed out. An element beyond the limit is left out and counted.
struct JSONElementCutter {
    private let limit: Int
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isTooLong = false
    private var element: [UInt8] = []

    /// Elements that were left out.
    private(set) var droppedCount = 0

    /// Whether the array was closed.
    private(set) var isClosed = false

    init(limit: Int) {
        self.limit = limit
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { element.count }

    /// Reads the next piece, and appends each element that has become whole.
    mutating func read(_ bytes: Span<UInt8>, into elements: inout [[UInt8]]) {
        for offset in bytes.indices where !isClosed {
            let byte = bytes[offset]
            let wasInside = depth > 1
            step(byte)
            guard wasInside || depth > 1 else { continue }
            keep(byte)
            if depth == 1 { end(into: &elements) }
        }
    }

    private mutating func step(_ byte: UInt8) {
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
            return
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            depth -= 1
            isClosed = depth <= 0
        default: break
        }
    }

    private mutating func keep(_ byte: UInt8) {
        guard element.count < limit else {
            isTooLong = true
            return
        }
        element.append(byte)
    }

    private mutating func end(into elements: inout [[UInt8]]) {
        if isTooLong { droppedCount += 1 } else { elements.append(element) }
        isTooLong = false
        element = []
    }
}
