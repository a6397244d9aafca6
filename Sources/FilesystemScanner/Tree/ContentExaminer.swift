package import ContentMatching
internal import Knowledge
internal import Observation
internal import TextExtraction

extension TreeExaminer {
    /// An examiner that looks for secrets in every file, and tells of every file in a catalogued place.
    package static func ofContent(
        _ matcher: ContentMatcher, limits: ScanLimits = ScanLimits(),
        surroundings: FileContextReader = FileContextReader(), models: ModelFiles = ModelFiles(),
        isEnough: @escaping () -> Bool = { false }
    ) -> TreeExaminer {
        let examiner = ContentExaminer(matcher, limits, surroundings, models, isEnough)
        return TreeExaminer(
            examine: { file, beginning, name, path in examiner.examine(file, beginning, name, path) },
            coverage: { examiner.report.coverage })
    }
}

/// Examines the files of one thread: small plain ones where they are, all others with the readers of formats.
final class ContentExaminer {
    private let files: FileExaminer
    private let limits: ScanLimits
    private let accounts = AccountNames()
    private let surroundings: FileContextReader
    private var folders = FolderPermissions()
    private(set) var report = WalkReport()

    init(
        _ matcher: ContentMatcher, _ limits: ScanLimits, _ surroundings: FileContextReader,
        _ models: ModelFiles, _ isEnough: @escaping () -> Bool
    ) {
        self.limits = limits
        self.surroundings = surroundings
        files = FileExaminer(matcher: matcher, limits: limits, models: models, isEnough: isEnough)
    }

    func examine(
        _ file: consuming MetFile, _ beginning: Span<UInt8>, _ name: Span<UInt8>, _ path: () -> [UInt8]
    ) -> TreeOutcome {
        if file.place == nil, file.isWhole, PlainFile.isPlain(beginning, name: name) {
            let costly = files.context.limitsHit
            files.context.markers = ConversationMarkers()
            let matches = files.matcher.matches(in: beginning, using: &files.context)
            let isPlainTalk = files.context.markers.suggestsConversation
            if matches.isEmpty, !isPlainTalk, files.context.limitsHit == costly {
                return TreeOutcome(.clean, bytesRead: Int64(beginning.count))
            }
        }
        return read(file, path())
    }

    /// Reads a file from its start, because there is something to tell of it or because it takes more than a look.
    private func read(_ file: consuming MetFile, _ path: [UInt8]) -> TreeOutcome {
        let status = file.status
        var place = file.place
        let open = OpenFile(file.takeDescriptor(), status, path: path)
        let examination = files.examine(
            open, expecting: place.flatMap { FileFormat(rawValue: $0.artifact.format.rawValue) },
            tally: UnitTally(place?.artifact.content ?? []))
        report.tell(examination, path)
        guard isTold(examination, place) else {
            return TreeOutcome(examination.isComplete ? .clean : .incomplete, bytesRead: examination.bytesRead)
        }
        // A file of somebody else's in a place that all share is not this product's.
        if place?.artifact.isShared == true, !examination.holdsConversation { place = nil }
        let found = FoundFile(path: path, location: path, status: status, access: access(status, path))
        let teller = ResidueTeller(
            productID: place?.productID, artifact: place?.artifact, accounts: accounts, surroundings: surroundings)
        var events = [teller.residue(found, examination, at: .now)]
        for match in examination.matches.prefix(limits.secretsToldPerFile) {
            events.append(teller.match(match, in: found, at: .now))
        }
        return TreeOutcome(.interesting, events: events, bytesRead: examination.bytesRead)
    }

    private func isTold(_ examination: Examination, _ place: CataloguedPlace?) -> Bool {
        if !examination.matches.isEmpty || examination.isConversation { return true }
        // A place that others use too is told where something was found there.
        return place.map { !$0.artifact.isShared } ?? false
    }

    private func access(_ status: FileStatus, _ path: [UInt8]) -> FileAccess {
        let folder = path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<max(1, $0)]) } ?? []
        return FileAccess(of: status.permissions, below: folders.chain(of: folder))
    }
}
