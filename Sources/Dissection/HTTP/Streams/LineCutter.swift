/// Cuts bytes that arrive in pieces into lines, and keeps the line that is not whole yet.
///
/// A line that lies whole in a piece is not copied. Lines beyond the limit are left out and counted.
struct LineCutter {
    /// What a step came upon.
    enum Step: Equatable {
        /// A line lies in the piece, its end left out.
        case line(Range<Int>)
        /// A line that began in an earlier piece has become whole; it is in ``held`` until ``letGo()``.
        case held
        /// The piece has no further whole line.
        case more
    }

    /// What ends a line.
    enum Ending {
        /// A line feed; a carriage return before it is left out as well.
        case lineFeed
        /// A line feed, a carriage return, or both.
        case any
    }

    private let limit: Int
    private let ending: Ending
    private var isTooLong = false
    private var isLineFeedAwaited = false

    /// The line that began in an earlier piece, as far as it has come.
    private(set) var held: [UInt8] = []

    /// Lines that were left out for their length.
    private(set) var tooLongCount = 0

    init(_ ending: Ending, limit: Int) {
        self.ending = ending
        self.limit = limit
    }

    /// Takes one step, which moves the offset on; to be called until there is no more.
    mutating func next(_ bytes: Span<UInt8>, _ offset: inout Int) -> Step {
        while offset < bytes.count {
            if isLineFeedAwaited {
                isLineFeedAwaited = false
                if bytes[offset] == 0x0A {
                    offset += 1
                    continue
                }
            }
            let start = offset
            guard let end = end(in: bytes, start) else {
                offset = bytes.count
                hold(bytes, start..<bytes.count)
                return .more
            }
            offset = end + 1
            isLineFeedAwaited = bytes[end] == 0x0D
            if let step = line(bytes, start..<end) { return step }
        }
        return .more
    }

    /// Forgets the line that was held.
    mutating func letGo() {
        held.removeAll(keepingCapacity: true)
    }

    private func end(in bytes: Span<UInt8>, _ start: Int) -> Int? {
        let lineFeed = bytes.firstIndex(of: 0x0A, in: start..<bytes.count)
        guard ending == .any else { return lineFeed }
        return bytes.firstIndex(of: 0x0D, in: start..<(lineFeed ?? bytes.count)) ?? lineFeed
    }

    private mutating func line(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Step? {
        if held.isEmpty, !isTooLong {
            guard range.count <= limit else {
                tooLongCount += 1
                return nil
            }
            let endsInReturn = ending == .lineFeed && !range.isEmpty && bytes[range.upperBound - 1] == 0x0D
            return .line(endsInReturn ? range.lowerBound..<range.upperBound - 1 : range)
        }
        hold(bytes, range)
        if isTooLong {
            isTooLong = false
            tooLongCount += 1
            return nil
        }
        if ending == .lineFeed, held.last == 0x0D { held.removeLast() }
        return .held
    }

    private mutating func hold(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard !isTooLong, held.count + range.count <= limit else {
            isTooLong = true
            held = []
            return
        }
        held.append(bytes.extracting(range))
    }
}
