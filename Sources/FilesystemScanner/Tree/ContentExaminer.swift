package import ContentMatching
internal import Knowledge
internal import Observation

extension FileExaminer {
    /// An examiner that looks for secrets in every file, and tells of every file in a catalogued place.
    package static func ofContent(_ matcher: SecretMatcher, limits: ScanLimits = ScanLimits()) -> FileExaminer {
        let examiner = ContentExaminer(matcher, limits)
        return FileExaminer(
            examine: { file, beginning, name, path in examiner.examine(file, beginning, name, path) },
            coverage: { examiner.report.coverage })
    }
}

/// Looks for secrets in the files of one thread.
final class ContentExaminer {
    private let matcher: SecretMatcher
    private let limits: ScanLimits
    private let accounts = AccountNames()
    private var context = ScanContext()
    private var folders = FolderPermissions()
    private(set) var report = WalkReport()

    init(_ matcher: SecretMatcher, _ limits: ScanLimits) {
        self.matcher = matcher
        self.limits = limits
    }

    func examine(
        _ file: consuming MetFile, _ beginning: Span<UInt8>, _ name: Span<UInt8>, _ path: () -> [UInt8]
    ) -> Examination {
        if file.place == nil, file.isWhole {
            let costly = context.limitsHit
            let matches = matcher.matches(in: beginning, using: &context)
            if matches.isEmpty, context.limitsHit == costly {
                return Examination(.clean, bytesRead: Int64(beginning.count))
            }
        }
        return read(file, path())
    }

    /// Reads a file once more from its start, because there is something to tell of it or because it is long.
    private func read(_ file: consuming MetFile, _ path: [UInt8]) -> Examination {
        let place = file.place
        let kind: ContentKind =
            if let place {
                ContentKind(place.artifact.format, name: Array(path[((path.lastIndex(of: 0x2F) ?? -1) + 1)...])) { [] }
            } else {
                .plain
            }
        let found = FoundFile(path: path, location: path, status: file.status, access: access(file.status, path))
        let teller = ResidueTeller(
            productID: place?.productID,
            artifact: place?.artifact, accounts: accounts)
        if case .notRead(let format) = kind {
            report.count(.formatsNotRead)
            report.note(.couldNotLook, "content of \(format) files", reason: "format not read yet", path)
            return Examination(.incomplete, events: [teller.residue(found, nil, at: .now)], bytesRead: 0)
        }
        var reading = ContentReading(kind, tally: ContentTally(place?.artifact.content ?? []), limits: limits)
        reading.read(file.descriptor, file.status, matcher, &context)
        report.tell(reading.gaps, path)
        var events: [Event] = []
        if place != nil || !reading.secrets.isEmpty { events.append(teller.residue(found, reading, at: .now)) }
        for secret in reading.secrets.prefix(limits.secretsToldPerFile) {
            events.append(teller.match(secret, in: found, at: .now))
        }
        let verdict: Examination.Verdict =
            !events.isEmpty ? .interesting : reading.isComplete ? .clean : .incomplete
        return Examination(verdict, events: events, bytesRead: reading.bytesRead)
    }

    private func access(_ status: FileStatus, _ path: [UInt8]) -> FileAccess {
        let folder = path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<max(1, $0)]) } ?? []
        return FileAccess(of: status.permissions, below: folders.chain(of: folder))
    }
}
