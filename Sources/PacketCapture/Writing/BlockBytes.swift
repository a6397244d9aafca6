/// A pcapng block under construction, little-endian on every machine.
///
/// Layout: draft-ietf-opsawg-pcapng, sections 3.1 and 3.5.
struct BlockBytes {
    private(set) var bytes: [UInt8] = []

    mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func append(_ span: Span<UInt8>) {
        unsafe span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func append(_ other: [UInt8]) {
        bytes.append(contentsOf: other)
    }

    /// Adds zero bytes until the length is a multiple of four.
    mutating func pad() {
        while bytes.count % 4 != 0 { bytes.append(0) }
    }

    /// Adds a whole block.
    mutating func block(_ type: UInt32, _ body: BlockBytes) {
        let padding = BlockOptions.padded(body.bytes.count) - body.bytes.count
        let length = UInt32(clamping: body.bytes.count + padding + 12)
        append(type)
        append(length)
        append(body.bytes)
        for _ in 0..<padding { bytes.append(0) }
        append(length)
    }

    mutating func option(_ code: UInt16, _ value: [UInt8]) {
        let value = value.prefix(Int(UInt16.max))
        append(code)
        append(UInt16(value.count))
        bytes.append(contentsOf: value)
        pad()
    }

    /// Adds an option that is a text; nothing when there is none, and no more of it than other readers take.
    mutating func option(_ code: UInt16, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        option(code, Array(text.utf8.prefix(4_096)))
    }

    mutating func option<Number: FixedWidthInteger>(_ code: UInt16, number: Number?) {
        guard let number else { return }
        var value = BlockBytes()
        value.append(number)
        option(code, value.bytes)
    }

    /// Ends a list of options.
    mutating func endOptions() {
        append(OptionCode.end)
        append(UInt16(0))
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }
}
