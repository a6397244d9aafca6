extension Extraction {
    /// Hands out the entries of a history of typed lines.
    func readHistory(_ file: FileInput, _ layout: HistoryLayout) {
        var entries = HistoryEntries(self)
        // The stored bytes of zsh are UTF-8 only after its own escapes are undone.
        var lines = RawLines(file.bytes, isWide: TextEncoding(beginning: beginning(of: file).span).isWide)
        while !isStopped, let line = lines.next(limit: limits.unitBytes) {
            switch layout {
            case .lines: entries.addPlain(line)
            case .escapedLines: entries.addEscaped(line)
            case .zsh: entries.addZsh(line)
            case .fish: entries.addFish(line)
            case .stamped: entries.addStamped(line)
            }
        }
        entries.finish()
        if let failure = lines.failure { note(.unreadable(failure.number)) }
    }
}

/// The lines of a file as they are stored; a longer one than the limit is cut in pieces.
private struct RawLines {
    private(set) var failure: InputError?
    private let bytes: ByteSource
    private var wide: LineStream?
    private var offset: Int64 = 0
    private var chunk: [UInt8] = []
    private var position = 0

    init(_ bytes: ByteSource, isWide: Bool) {
        self.bytes = bytes
        if isWide { wide = LineStream(bytes, pieceByteCount: 1 << 20) }
    }

    mutating func next(limit: Int) -> [UInt8]? {
        if wide != nil { return wide?.next()?.bytes }
        var line: [UInt8] = []
        while failure == nil {
            if position == chunk.count {
                chunk = []
                do { chunk = try bytes.bytes(1 << 16, at: offset) } catch { failure = error }
                position = 0
                guard failure == nil, !chunk.isEmpty else { break }
                offset += Int64(chunk.count)
            }
            let end = chunk[position...].firstIndex(of: 0x0A) ?? chunk.count
            let taken = min(end - position, limit - line.count)
            line.append(contentsOf: chunk[position..<position + taken])
            position += taken
            if position == end, end < chunk.count {
                position += 1
                if line.last == 0x0D { line.removeLast() }
                return line
            }
            if line.count >= limit { return line }
        }
        return line.isEmpty ? nil : line
    }
}

/// The entries of a history, put together from lines and handed out with their number.
private struct HistoryEntries {
    private let extraction: Extraction
    private var number = 0
    private var entry: [UInt8] = []
    private var isContinued = false

    init(_ extraction: Extraction) {
        self.extraction = extraction
    }

    mutating func finish() {
        guard !entry.isEmpty else { return }
        number += 1
        let place = "entry \(number)"
        extraction.emit(TextEncoding.repaired(entry), at: place)
        entry.removeAll(keepingCapacity: true)
    }

    mutating func addPlain(_ line: [UInt8]) {
        // bash notes the time of the next entry as `#1700000000`.
        if line.first == UInt8(ascii: "#"), line.count > 9, line.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        {
            return
        }
        entry = line
        finish()
    }

    mutating func addEscaped(_ line: [UInt8]) {
        guard number > 0 || line != Array("_HiStOrY_V2_".utf8) else { return }
        var index = 0
        while index < line.count {
            let digits = line[index...].dropFirst().prefix(3)
            if line[index] == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) }) {
                entry.append(digits.reduce(0) { $0 &* 8 &+ ($1 & 7) })
                index += 4
            } else {
                entry.append(line[index])
                index += 1
            }
        }
        finish()
    }

    /// A command of several lines has a backslash at the end of each but the last.
    mutating func addZsh(_ line: [UInt8]) {
        var bytes = line[...]
        if !isContinued { bytes = ZshEntry(bytes)?.command ?? bytes }
        let hasMore = bytes.last == UInt8(ascii: "\\")
        if hasMore { bytes = bytes.dropLast() }
        append(ZshEntry.unmetafied(bytes))
        isContinued = hasMore && entry.count < extraction.limits.unitBytes
        if isContinued { entry.append(0x0A) } else { finish() }
    }

    /// Of an entry's lines the command is taken, and the paths that were found in it.
    mutating func addFish(_ line: [UInt8]) {
        let command = SpokenLines.drop(line, prefix: "- cmd: ")
        if command.count < line.count {
            append(Self.unescapedFish(command))
            finish()
        } else if line.starts(with: Array("    - ".utf8)) {
            let place = "entry \(number) paths"
            extraction.emit(TextEncoding.repaired(Self.unescapedFish(Array(line.dropFirst(6)))), at: place)
        } else if !line.starts(with: Array("  when: ".utf8)), line != Array("  paths:".utf8) {
            append(line)
            finish()
        }
    }

    mutating func addStamped(_ line: [UInt8]) {
        if line.first == UInt8(ascii: "+") {
            if !entry.isEmpty { entry.append(0x0A) }
            append(Array(line.dropFirst()))
            if entry.count >= extraction.limits.unitBytes { finish() }
        } else {
            finish()
            if !line.starts(with: Array("# ".utf8)) {
                append(line)
                finish()
            }
        }
    }

    private mutating func append(_ bytes: [UInt8]) { entry.append(contentsOf: bytes) }

    /// fish stores a line break as `\n` and a backslash as two.
    private static func unescapedFish(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                if byte != UInt8(ascii: "n"), byte != UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
                text.append(byte == UInt8(ascii: "n") ? 0x0A : byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                text.append(byte)
            }
        }
        if isEscaped { text.append(UInt8(ascii: "\\")) }
        return text
    }
}
