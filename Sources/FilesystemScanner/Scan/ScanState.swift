internal import ContentMatching
internal import Knowledge
internal import Observation
internal import TextExtraction

/// What a scan carries from place to place.
struct ScanState: ~Copyable {
    /// A place of the catalogue under one expanded path.
    struct Place: Hashable {
        let artifact: String
        let pattern: PathPattern
    }

    var report: WalkReport
    var walked: Set<Place> = []
    let limits: ScanLimits
    let accounts = AccountNames()
    let surroundings = FileContextReader()
    /// Whether somebody said that it is enough before all was read.
    private(set) var isStopped = false
    private let isEnough: () -> Bool
    private let examiner: FileExaminer
    private var folders = FolderPermissions()
    private var seen: Set<FileStatus.Identity> = []

    init(matcher: ContentMatcher, limits: ScanLimits, models: ModelFiles, isEnough: @escaping () -> Bool) {
        self.isEnough = isEnough
        self.limits = limits
        examiner = FileExaminer(matcher: matcher, limits: limits, models: models, isEnough: isEnough)
        report = WalkReport()
    }

    /// Walks one place, reads what is there and tells of it.
    mutating func scan(
        _ patterns: [PathPattern], of artifact: Artifact, productID: String, _ emit: (Event) -> Void
    ) {
        guard !hasToStop() else { return }
        let files = find(patterns, artifact.format)
        guard !files.isEmpty else { return }
        report.count(.filesFound, Int64(files.count))
        let told = Self.mostTelling(files, limits.filesToldPerPlace)
        let teller = ResidueTeller(
            productID: productID, artifact: artifact, accounts: accounts, surroundings: surroundings)
        // A file of somebody else's in a place that all share is not this product's.
        let plain = ResidueTeller(productID: nil, artifact: nil, accounts: accounts, surroundings: surroundings)
        let tally = UnitTally(artifact.content)
        var (budget, untold) = (limits.bytesPerPlace, 0)
        for file in files {
            guard !hasToStop() else { return }
            let reading = read(file, artifact.format, tally, &budget)
            let matches = reading?.matches ?? []
            let isForeign = artifact.isShared && reading?.holdsConversation != true
            if isForeign, matches.isEmpty { continue }
            guard told.contains(file.status.identity) || !matches.isEmpty else {
                untold += 1
                continue
            }
            let teller = isForeign ? plain : teller
            emit(teller.residue(file, reading, at: .now))
            for match in matches.prefix(limits.secretsToldPerFile) {
                emit(teller.match(match, in: file, at: .now))
            }
        }
        if untold > 0 {
            report.note(
                .partly, "files told one by one: \(artifact.id)",
                reason: "there are more than \(limits.filesToldPerPlace); no secret was found in the others",
                files[0].path,
                count: untold)
        }
    }

    private mutating func hasToStop() -> Bool {
        isStopped = isStopped || isEnough()
        return isStopped
    }

    /// The files of a place that no other place had, by path.
    private mutating func find(_ patterns: [PathPattern], _ format: Artifact.Format) -> [FoundFile] {
        var files: [FoundFile] = []
        for pattern in patterns {
            var walk = PlaceWalk(
                pattern, policy: Self.folderPolicy(format), entryLimit: limits.entriesPerPlace,
                depthLimit: limits.folderDepth, folders: folders)
            walk.run(&report)
            files += walk.found.filter { seen.insert($0.status.identity).inserted }
        }
        return files.sorted { $0.path.lexicographicallyPrecedes($1.path) }
    }

    private static func folderPolicy(_ format: Artifact.Format) -> PlaceWalk.FolderPolicy {
        switch format {
        case .directory, .mixed: .descend
        case .levelDB: .whole
        default: .ignore
        }
    }

    /// The files that most people can read, and of those the first by path.
    private static func mostTelling(_ files: [FoundFile], _ limit: Int) -> Set<FileStatus.Identity> {
        let ranked = [FileAccess.everyone, .group, .owner].lazy.flatMap { access in files.filter { $0.access == access }
        }
        return Set(ranked.prefix(limit).map(\.status.identity))
    }

    /// Examines a folder that is one database, all of its files together.
    private mutating func readStore(_ file: FoundFile, _ tally: UnitTally) throws(SystemError) -> Examination? {
        let folder = try Descriptor.open(file.location, for: .passing)
        var files: [OpenFile] = []
        let (names, hasMore) = try folder.names(atMost: 10_000)
        if hasMore { report.capped("a store of more than 10000 files", file.path) }
        for name in names {
            let path = file.location + [UInt8(ascii: "/")] + name
            do throws(SystemError) {
                guard try folder.status(of: name).kind == .file else { continue }
                let descriptor = try Descriptor.open(name, in: folder, for: .reading)
                let status = try descriptor.status()
                guard status.kind == .file else { continue }
                files.append(OpenFile(descriptor, status, path: path))
            } catch {
                if !error.isAbsence { report.unreadable("file", error, path) }
            }
        }
        let examination = examiner.examine(store: files, tally: tally)
        report.count(.filesRead, Int64(files.count))
        report.count(.bytesRead, examination.bytesRead)
        report.tell(examination, file.path)
        return examination
    }

    /// Examines a file; nothing when it cannot be opened, or is a folder that is taken as one thing.
    private mutating func read(
        _ file: FoundFile, _ format: Artifact.Format, _ tally: UnitTally, _ budget: inout Int64
    ) -> Examination? {
        do throws(SystemError) {
            guard file.status.kind == .file else { return try readStore(file, tally) }
            let descriptor = try Descriptor.open(file.location, for: .reading)
            let status = try descriptor.status()
            // The path may by now stand for something else than what the walk saw.
            guard status.identity == file.status.identity else {
                report.skipped("changed while it was looked at", file.path)
                return nil
            }
            guard budget > 0 else {
                report.capped("the files of one place are more than is read", file.path)
                return nil
            }
            let open = OpenFile(descriptor, status, path: file.location)
            let examination = examiner.examine(open, expecting: format.fileFormat, tally: tally)
            budget -= examination.bytesRead
            report.count(.filesRead)
            report.count(.bytesRead, examination.bytesRead)
            report.tell(examination, file.path)
            return examination
        } catch {
            if error.isAbsence || error.isLoop {
                report.skipped("changed while it was looked at", file.path)
            } else {
                report.unreadable("file", error, file.path)
            }
            return nil
        }
    }
}

extension Artifact.Format {
    /// The format that its files are read in; nothing where each is recognised by itself.
    fileprivate var fileFormat: FileFormat? {
        FileFormat(rawValue: rawValue)
    }
}
