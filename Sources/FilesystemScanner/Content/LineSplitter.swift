/// Cuts a stream of bytes into lines and keeps no more than one line of it.
struct LineSplitter {
    private let lengthLimit: Int
    private var pending: [UInt8] = []
    private var isSkipping = false
    /// Lines that were too long to be kept.
    private(set) var skippedLines = 0

    init(lengthLimit: Int) {
        self.lengthLimit = lengthLimit
    }

    /// Takes the next bytes and hands on every line that ends in them, without its line feed.
    mutating func feed(_ bytes: Span<UInt8>, _ line: (Span<UInt8>) -> Void) {
        var start = 0
        for offset in 0..<bytes.count where bytes[offset] == UInt8(ascii: "\n") {
            end(bytes.extracting(start..<offset), line)
            start = offset + 1
        }
        keep(bytes.extracting(start..<bytes.count))
    }

    /// Hands on what stands behind the last line feed.
    mutating func finish(_ line: (Span<UInt8>) -> Void) {
        guard !pending.isEmpty || isSkipping else { return }
        let nothing: [UInt8] = []
        end(nothing.span, line)
    }

    private mutating func end(_ rest: Span<UInt8>, _ line: (Span<UInt8>) -> Void) {
        if pending.isEmpty, !isSkipping, rest.count <= lengthLimit {
            line(rest)
            return
        }
        keep(rest)
        if isSkipping { skippedLines += 1 } else { line(pending.span) }
        pending.removeAll(keepingCapacity: pending.count < 1 << 20)
        isSkipping = false
    }

    private mutating func keep(_ bytes: Span<UInt8>) {
        guard !isSkipping else { return }
        guard pending.count + bytes.count <= lengthLimit else {
            pending = []
            isSkipping = true
            return
        }
        pending.reserveCapacity(pending.count + bytes.count)
        for offset in 0..<bytes.count { pending.append(bytes[offset]) }
    }
}
