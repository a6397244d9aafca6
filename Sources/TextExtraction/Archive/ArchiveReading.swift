/// The reading of one archive: hands its members back to be recognised and read, and stops a bomb.
struct ArchiveReading {
    /// Below this many unpacked bytes no ratio is a bomb's.
    private static let innocentByteCount: Int64 = 16 << 20
    /// How many bytes of a member are held for a reader that goes back and forth; half of it a level deeper.
    private static let heldByteCount = 64 << 20

    let extraction: Extraction
    private let archive: PackedArchive
    private let packedByteCount: Int64
    /// The name of a compressed file's only content.
    private let singleName: String
    private var memberCount = 0

    init(_ archive: PackedArchive, of file: FileInput, singleName: String, in extraction: Extraction) {
        self.archive = archive
        self.extraction = extraction
        self.singleName = singleName
        packedByteCount = file.bytes.count
    }

    /// Reads all members, until one bound or another ends it.
    mutating func run() {
        let budget = UnpackingBudget(extraction, archive, packedByteCount: packedByteCount)
        while !extraction.isStopped, !budget.isUsedUp {
            switch archive.next() {
            case .failure(let error): return note(error.outcome)
            case .success(let member):
                guard member.isFile else { continue }
                memberCount += 1
                guard memberCount <= extraction.limits.members else {
                    return extraction.note(.capped("members of an archive"))
                }
                read(member, budget)
            }
        }
    }

    private func read(_ member: PackedArchive.Member, _ budget: UnpackingBudget) {
        guard !member.isEncrypted else { return extraction.note(.encrypted) }
        let stream = StreamedBytes { [extraction, archive] in
            switch archive.more() {
            case .success(let bytes): return budget.take(bytes.count) ? bytes : []
            case .failure(let error):
                Self.note(error.outcome, in: extraction)
                return []
            }
        }
        let path = archive.isSingleFile ? singleName : Self.path(member.name, number: memberCount)
        var wasRead = false
        extraction.within(path) {
            wasRead = true
            read(stream, path)
        }
        // What lies too deep is not unpacked either, but for what comes behind it.
        if archive.unpacksToSkip, !budget.isUsedUp {
            if wasRead || !archive.isSingleFile { stream.drain() }
        } else {
            archive.skip()
        }
    }

    private func read(_ stream: StreamedBytes, _ path: String) {
        let beginning = stream.beginning(FileFormat.beginningByteCount)
        guard !beginning.isEmpty else { return }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let format = FileFormat(beginning: beginning.span, name: name)
        let limit = Self.heldByteCount >> max(0, extraction.depth - 1)
        switch format {
        case .text where MarkupText.isOffice(path): extraction.readMarkup(FileInput(name: name, bytes: stream.source))
        case .text, .json, .jsonLines, .markdown, .yaml, .toml, .notebook, .compressed, .memory:
            extraction.read(FileInput(name: name, bytes: stream.source), as: format)
        case .binary: extraction.read(FileInput(name: name, bytes: ByteSource(beginning)), as: format)
        case .archive where FileFormat.isTape(beginning.span) || !stream.isWhole(within: limit):
            extraction.read(FileInput(name: name, bytes: stream.source), as: format)
        default:
            let held = stream.held(upTo: limit)
            if !held.isWhole { extraction.note(.capped("member held in memory")) }
            extraction.read(FileInput(name: name, bytes: ByteSource(held.bytes)), as: format)
        }
    }

    private func note(_ outcome: PackedArchive.Outcome) { Self.note(outcome, in: extraction) }

    private static func note(_ outcome: PackedArchive.Outcome, in extraction: Extraction) {
        switch outcome {
        case .end: break
        case .encrypted: extraction.note(.encrypted)
        case .malformed: extraction.note(.malformed)
        case .truncated: extraction.note(.truncated)
        case .unreadable(let number): extraction.note(.unreadable(number))
        }
    }

    /// A member's path as text of one line.
    private static func path(_ name: [UInt8], number: Int) -> String {
        var path = ""
        for scalar in String(decoding: name, as: UTF8.self).unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7F {
                path += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                path.unicodeScalars.append(scalar)
            }
        }
        return path.isEmpty ? "member \(number)" : path
    }
}

/// What one archive may still unpack to.
private final class UnpackingBudget {
    private static let innocentByteCount: Int64 = 16 << 20

    private(set) var isUsedUp = false
    private let extraction: Extraction
    private let archive: PackedArchive
    private let packedByteCount: Int64
    private var unpackedByteCount: Int64 = 0

    init(_ extraction: Extraction, _ archive: PackedArchive, packedByteCount: Int64) {
        self.extraction = extraction
        self.archive = archive
        self.packedByteCount = packedByteCount
    }

    /// Takes unpacked bytes out of what may come; no where it is used up, which is noted.
    func take(_ count: Int) -> Bool {
        guard !isUsedUp else { return false }
        unpackedByteCount += Int64(count)
        let packed = max(1, min(packedByteCount, archive.input.fetchedByteCount))
        if unpackedByteCount > Self.innocentByteCount, unpackedByteCount / packed > extraction.limits.unpackingRatio {
            extraction.note(.capped("unpacking ratio"))
            isUsedUp = true
        } else if !extraction.mayUnpack(count) {
            isUsedUp = true
        }
        return !isUsedUp
    }
}
