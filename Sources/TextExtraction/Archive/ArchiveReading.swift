/// The reading of one archive: hands its members back to be recognised and read.
struct ArchiveReading {
    private let extraction: Extraction
    private let archive: PackedArchive
    private let budget: UnpackingBudget
    private var memberCount = 0

    init(_ archive: PackedArchive, of file: FileInput, in extraction: Extraction) {
        self.archive = archive
        self.extraction = extraction
        budget = UnpackingBudget(extraction, packedByteCount: file.bytes.count) { archive.input.fetchedByteCount }
    }

    /// Reads all members, until one bound or another ends it.
    mutating func run() {
        while !extraction.isStopped, !budget.isUsedUp {
            switch archive.next() {
            case .failure(let error): return extraction.noteEnd(error.outcome)
            case .success(let member):
                guard member.isFile else { continue }
                memberCount += 1
                guard memberCount <= extraction.limits.members else {
                    return extraction.note(.capped("members of an archive"))
                }
                read(member)
            }
        }
    }

    private func read(_ member: PackedArchive.Member) {
        guard !member.isEncrypted else { return extraction.note(.encrypted) }
        let stream = budget.stream { [archive] in archive.more() }
        let path = Self.path(member.name, number: memberCount)
        extraction.within(path) { extraction.readMember(stream, path) }
        // What was passed over is unpacked all the same where the next member lies behind it in one stream.
        if archive.unpacksToSkip { stream.drain() } else { archive.skip() }
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

extension Extraction {
    /// How many bytes of a member are held for a reader that goes back and forth; half of it a level deeper.
    private static let heldByteCount = 64 << 20

    /// Recognises and reads a member as it is unpacked.
    ///
    /// What is read from front to back streams; everything else is held in memory as far as that is bounded.
    func readMember(_ stream: StreamedBytes, _ path: String) {
        let beginning = stream.beginning(FileFormat.beginningByteCount)
        guard !beginning.isEmpty else { return }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let format = FileFormat(beginning: beginning.span, name: name)
        let limit = Self.heldByteCount >> max(0, depth - 1)
        switch format {
        case .text where MarkupText.isOffice(path): readMarkup(FileInput(name: name, bytes: stream.source))
        case .text, .json, .jsonLines, .markdown, .yaml, .toml, .notebook, .compressed, .memory:
            read(FileInput(name: name, bytes: stream.source), as: format)
        case .binary: read(FileInput(name: name, bytes: ByteSource(beginning)), as: format)
        case .archive where PackedHeads.isSevenZip(beginning) && !stream.isWhole(within: limit):
            // Its directory stands at its end.
            note(.capped("member held in memory"))
        case .archive where FileFormat.isTape(beginning.span) || !stream.isWhole(within: limit):
            read(FileInput(name: name, bytes: stream.source), as: format)
        default:
            let held = stream.held(upTo: limit)
            if !held.isWhole { note(.capped("member held in memory")) }
            read(FileInput(name: name, bytes: ByteSource(held.bytes)), as: format)
        }
    }

    /// Notes why an archive or a stream ended before its end.
    func noteEnd(_ outcome: PackedArchive.Outcome) {
        switch outcome {
        case .end: break
        case .encrypted: note(.encrypted)
        case .malformed: note(.malformed)
        case .truncated: note(.truncated)
        case .unreadable(let number): note(.unreadable(number))
        }
    }
}
