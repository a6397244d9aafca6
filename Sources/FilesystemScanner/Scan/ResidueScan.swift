package import ContentMatching
internal import Glibc
package import Knowledge
package import Observation

/// The scan of the places where products leave something on disk.
///
/// Reads and never writes. Opens regular files and folders and nothing else, follows links only where they stay below
/// the home or the folder that a place starts from, and keeps within ``ScanLimits``. A file with several names, or in
/// several places, is told once, for the first place that led to it. For the same disk the same events come in the same
/// order: products, contexts and places as they were given, files by path.
package struct ResidueScan {
    /// A product and the contexts in which its places are looked for.
    package struct Target: Sendable {
        package let product: Product
        package let contexts: [PlaceContext]

        package init(product: Product, contexts: [PlaceContext]) {
            self.product = product
            self.contexts = contexts
        }
    }

    private let targets: [Target]
    private let matcher: ContentMatcher
    private let limits: ScanLimits
    private let models: ModelFiles

    package init(
        targets: [Target], matcher: ContentMatcher, limits: ScanLimits = ScanLimits(), models: ModelFiles = ModelFiles()
    ) {
        self.targets = targets
        self.matcher = matcher
        self.limits = limits
        self.models = models
    }

    /// Scans, and hands on one `file_residue` event a file and one `content_match` event a secret.
    ///
    /// - Parameters:
    ///   - isEnough: asked before every place and every file; from the first yes on nothing more is read.
    ///   - emit: takes the events.
    /// - Returns: What was looked at, what was not and why, and the scan's counters.
    package func run(isEnough: @escaping () -> Bool = { false }, emit: (Event) -> Void) -> Coverage {
        var state = ScanState(matcher: matcher, limits: limits, models: models, isEnough: isEnough)
        for counter in Self.counters { state.report.count(counter, 0) }
        let unreadable = checkHomes(&state.report)
        var names: [String] = []
        var allPlaces = 0
        for target in targets where !target.product.artifacts.isEmpty {
            var places = 0
            for context in target.contexts {
                if context.mounts.isEmpty, let home = context.home, unreadable.contains(home.path) { continue }
                for artifact in target.product.artifacts {
                    let patterns = artifact.patterns(in: context)
                        .filter { state.walked.insert(ScanState.Place(artifact: artifact.id, pattern: $0)).inserted }
                    guard !patterns.isEmpty else { continue }
                    places += patterns.count
                    state.scan(patterns, of: artifact, productID: target.product.id, emit)
                }
            }
            if places > 0 { names.append(target.product.name) }
            allPlaces += places
            guard !state.isStopped else { break }
        }
        state.report.count(.placesChecked, Int64(allPlaces))
        if !names.isEmpty { state.report.looked("catalogued places", count: allPlaces, of: names) }
        var coverage = state.report.coverage
        coverage.merge(state.surroundings.coverage)
        if state.isStopped {
            coverage.note(.scan, .partly, "catalogued places", reason: "ended early by a signal")
        }
        return coverage
    }

    private static let counters: [Counter] = [
        .homesScanned, .placesChecked, .filesFound, .filesRead, .bytesRead, .filesUnreadable, .filesSkipped,
        .filesCapped, .formatsNotRead,
    ]

    /// Notes every home, and gives the paths of those that cannot be gone through.
    private func checkHomes(_ report: inout WalkReport) -> Set<String> {
        var checked: Set<String> = []
        var unreadable: Set<String> = []
        // A home inside a container has its name there, and not here.
        let contexts = targets.lazy.flatMap(\.contexts).filter(\.mounts.isEmpty)
        for home in contexts.compactMap(\.home) where checked.insert(home.path).inserted {
            do throws(SystemError) {
                let folder = try Descriptor.open(Array(home.path.utf8), for: .following)
                _ = try folder.status(of: [UInt8(ascii: ".")])
                report.count(.homesScanned)
            } catch {
                guard !error.isAbsence else { continue }
                unreadable.insert(home.path)
                report.note(
                    .couldNotLook, "home folder of \(home.userName)", reason: error.reason,
                    remedy: error.isDenial ? Coverage.Remedy.privilege : nil, Array(home.path.utf8))
            }
        }
        return unreadable
    }
}

extension Timestamp {
    /// This moment, by the system's clock.
    static var now: Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }
}
