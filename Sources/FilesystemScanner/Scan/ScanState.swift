internal import ContentMatching
internal import Knowledge
internal import Observation

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
    /// Whether somebody said that it is enough before all was read.
    private(set) var isStopped = false
    private let isEnough: () -> Bool
    private let matcher: ContentMatcher
    private var context = ScanContext()
    private var folders = FolderPermissions()
    private var seen: Set<FileStatus.Identity> = []

    init(matcher: ContentMatcher, limits: ScanLimits, isEnough: @escaping () -> Bool) {
        self.isEnough = isEnough
        self.matcher = matcher
        self.limits = limits
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
        let teller = ResidueTeller(productID: productID, artifact: artifact, accounts: accounts)
        let tally = ContentTally(artifact.content)
        if tally.hasBrokenLocator {
            report.note(
                .partly, "content of catalogued files", reason: "a content locator of the catalogue is wrong",
                Array(artifact.id.utf8))
        }
        var (budget, untold) = (limits.bytesPerPlace, 0)
        for file in files {
            guard !hasToStop() else { return }
            let reading = read(file, artifact.format, tally, &budget)
            let secrets = reading?.secrets ?? []
            guard told.contains(file.status.identity) || !secrets.isEmpty else {
                untold += 1
                continue
            }
            emit(teller.residue(file, reading, at: .now))
            for secret in secrets.prefix(limits.secretsToldPerFile) {
                emit(teller.match(secret, in: file, at: .now))
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
        case .text, .json, .jsonLines, .sqlite, .png, .yaml, .toml, .binary, .llamaState: .ignore
        }
    }

    /// The files that most people can read, and of those the first by path.
    private static func mostTelling(_ files: [FoundFile], _ limit: Int) -> Set<FileStatus.Identity> {
        let ranked = [FileAccess.everyone, .group, .owner].lazy.flatMap { access in files.filter { $0.access == access }
        }
        return Set(ranked.prefix(limit).map(\.status.identity))
    }

    /// Reads a file's content; nothing when its format is not read yet, or it cannot be opened.
    private mutating func read(
        _ file: FoundFile, _ format: Artifact.Format, _ tally: ContentTally, _ budget: inout Int64
    ) -> ContentReading? {
        do throws(SystemError) {
            guard file.status.kind == .file else {
                tellUnread(format.rawValue, file)
                return nil
            }
            let open = try Descriptor.open(file.location, for: .reading)
            // The path may by now stand for something else than what the walk saw.
            guard try open.status().identity == file.status.identity else {
                report.skipped("changed while it was looked at", file.path)
                return nil
            }
            let kind = ContentKind(format, name: file.name) { Self.beginning(of: open) }
            if case .notRead(let name) = kind {
                tellUnread(name, file)
                return nil
            }
            guard budget > 0 else {
                report.capped("the files of one place are more than is read", file.path)
                return nil
            }
            var reading = ContentReading(kind, tally: tally, limits: limits)
            reading.read(open, file.status, matcher, &context)
            budget -= reading.bytesRead
            report.count(.filesRead)
            report.count(.bytesRead, reading.bytesRead)
            report.tell(reading.gaps, file.path)
            return reading
        } catch {
            if error.isAbsence || error.isLoop {
                report.skipped("changed while it was looked at", file.path)
            } else {
                report.unreadable("file", error, file.path)
            }
            return nil
        }
    }

    private mutating func tellUnread(_ format: String, _ file: FoundFile) {
        report.count(.formatsNotRead)
        report.note(.couldNotLook, "content of \(format) files", reason: "format not read yet", file.path)
    }

    private static func beginning(of file: borrowing Descriptor) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        do throws(SystemError) {
            let count = try file.read(into: &bytes, at: 0)
            return Array(bytes.prefix(count))
        } catch {
            return [0]
        }
    }
}
