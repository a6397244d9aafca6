internal import ContentMatching
internal import Glibc
internal import Knowledge

/// How fast text is searched with all patterns that the binary carries, against `rg` with fifty of them and `cat`.
///
/// The text is in the page cache, and everything runs on all cores. What was found is listed, for it should be next to
/// nothing: the text is source code, documents and made-up logs.
enum ContentMeasurement {
    private static let runs = 3
    private static let expressionCount = 50

    /// Measures and prints.
    ///
    /// `EARSHOT_CONTENT_MB` sets the size, otherwise 2048.
    static func run(earshot: String) {
        let wanted = unsafe getenv("EARSHOT_CONTENT_MB").flatMap { Int(unsafe String(cString: $0)) } ?? 2_048
        let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        guard let (matcher, patterns) = startUp() else { return }
        guard let corpus = ContentCorpus(bytes: wanted << 20) else {
            return print("content: skipped, no temporary folder could be made")
        }
        defer { corpus.remove() }
        print("\(corpus.bytes >> 20) MiB in \(corpus.files.count) files, \(cores) threads")
        let cat = peer("cat", ["/bin/sh", "-c", "exec cat \"$0\"/* > /dev/null", corpus.folder])
        let engine = (0..<runs).map { _ in ContentSearchRun(corpus.files, matcher, threads: cores) }
        let best = tell("the engine", engine.map(\.wallSeconds), corpus.bytes)
        if engine[0].limitsHit > 0 { print("  given up as too costly: \(engine[0].limitsHit)") }
        let scan = peer("earshot scan", [earshot, "scan", "--fresh", "--jobs", "\(cores)", "--", corpus.folder])
        let search = expressions(of: patterns, corpus.folder).flatMap {
            peer("rg with \(expressionCount) patterns", $0)
        }
        for (name, seconds) in [("the engine", best), ("earshot scan", scan)] {
            guard let seconds else { continue }
            if let cat { print("\(name) against cat: \(ratio(seconds / cat)) times its time (at most 4)") }
            if let search { print("\(name) against rg: \(ratio(search / seconds)) times as fast (at least 3)") }
        }
        list(engine[0].found, bytes: corpus.bytes)
    }

    /// Loads and compiles the patterns as the program does when it starts.
    private static func startUp() -> (ContentMatcher, [SecretPattern])? {
        let begun = MeasuredProcess.now()
        let files = RuleFile.embedded.filter { $0.room == "patterns" }
        let patterns = files.flatMap { SecretPattern.load($0).patterns }
        let loaded = MeasuredProcess.now()
        let (matcher, problems) = ContentMatcher.compile(patterns)
        let compiled = MeasuredProcess.now()
        print(
            "start-up: \(matcher.patternCount) patterns read in \(milliseconds(loaded - begun)), compiled in "
                + "\(milliseconds(compiled - loaded)) (at most 300 ms in all), \(problems.count) problems")
        return (matcher, patterns)
    }

    /// `rg` with the first patterns that it accepts.
    private static func expressions(of patterns: [SecretPattern], _ folder: String) -> [String]? {
        let program = "/usr/bin/rg"
        guard unsafe access(program, X_OK) == 0 else { return nil }
        let accepted = patterns.filter { $0.kind == .secret }.lazy.map(\.expression).filter { expression in
            MeasuredProcess.run([program, "-q", "-e", expression, "/dev/null"])?.exitStatus != 2
        }
        let chosen = Array(accepted.prefix(expressionCount))
        return [program, "-uuu", "-c"] + chosen.flatMap { ["-e", $0] } + [folder]
    }

    /// The best time of another program, which is told; nothing when it is not there or fails.
    private static func peer(_ name: String, _ command: [String]) -> Double? {
        guard let program = command.first, unsafe access(program, X_OK) == 0 else {
            print("\(name): not there")
            return nil
        }
        let measured = (0..<runs).compactMap { _ in MeasuredProcess.run(command) }
        // 1 is what searches end with that find nothing, or something.
        guard measured.allSatisfy({ $0.exitStatus.map { $0 < 2 } ?? false }) else {
            print("\(name): does not run")
            return nil
        }
        return tell(name, measured.map(\.wallSeconds), nil)
    }

    /// Prints times, and gives the best.
    @discardableResult
    private static func tell(_ name: String, _ seconds: [Double], _ bytes: Int?) -> Double? {
        guard let spread = Spread(seconds.sorted()), let best = seconds.min() else { return nil }
        let rate = bytes.map { ", at best \(Int(Double($0) / best / 1e6)) MB/s" } ?? ""
        print("\(name): wall s \(spread.text(decimals: 3))\(rate)")
        return best
    }

    /// Lists the secrets that were found, redacted, and counts the rest.
    private static func list(_ found: [ContentSearchRun.Found], bytes: Int) {
        let secrets = found.filter { $0.finding.match.kind == .secret }
        let perFifty = Double(secrets.count) / (Double(bytes) / 50e6)
        print("secrets in what should have none: \(secrets.count), \(ratio(perFifty)) per 50 MB (at most 1)")
        var distinct: [String: (count: Int, place: String)] = [:]
        for secret in secrets {
            let match = secret.finding.match
            let encoding = match.encoding.isEmpty ? "" : " in " + match.encoding.map(\.rawValue).joined(separator: "/")
            let name = "\(match.patternID)\(encoding): \(match.text.prefix(6))… (\(match.text.utf8.count) bytes)"
            distinct[name, default: (0, "\(secret.file):\(secret.finding.line)")].count += 1
        }
        print("distinct: \(distinct.count)")
        for (name, tally) in distinct.sorted(by: { $0.key < $1.key }) {
            print("  \(name), \(tally.count) times, first at \(tally.place)")
        }
        let personal = Dictionary(grouping: found.filter { $0.finding.match.kind == .personalData }) {
            $0.finding.match.patternID
        }
        for (name, matches) in personal.sorted(by: { $0.key < $1.key }) { print("  \(name): \(matches.count)") }
    }

    private static func ratio(_ value: Double) -> String { String((value * 100).rounded() / 100) }

    private static func milliseconds(_ seconds: Double) -> String { "\(Int((seconds * 1_000).rounded())) ms" }
}
