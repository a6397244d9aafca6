internal import Glibc

/// Wall time of a scan of many small files, against programs that do less with them.
///
/// All read from the page cache. The programs take turns, so that what else happens on the machine hits all of them; the
/// ratios are those of the medians.
enum TreeMeasurement {
    private struct Row {
        let name: String
        let arguments: [String]
        var walls: [Double] = []
        var peaks: [Double] = []

        mutating func run() {
            guard let run = MeasuredProcess.run(arguments) else { return }
            walls.append(run.wallSeconds)
            peaks.append(run.peakMebibytes)
        }
    }

    /// Measures and prints.
    static func run(earshot: String, _ options: TreeMeasurementOptions) {
        let temporary = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) }
        let folder = options.folder ?? temporary ?? "/var/tmp"
        print("tree: making \(options.files) files in \(folder)")
        guard let tree = MadeTree(files: options.files, in: folder) else { return print("tree: could not be made") }
        defer { tree.remove() }
        guard let state = TemporaryFolder() else { return print("tree: no temporary folder could be made") }
        defer { _ = MeasuredProcess.run(["/bin/rm", "-rf", "--", state.path]) }
        print("\(options.files) files, \(tree.bytes >> 20) MiB, \(options.runs) runs in turns")
        measure(earshot, tree, state, options)
    }

    private static func measure(
        _ earshot: String, _ tree: MadeTree, _ state: TemporaryFolder, _ options: TreeMeasurementOptions
    ) {
        let scan = [
            "/usr/bin/env", "XDG_STATE_HOME=\(state.path)", earshot, "scan", tree.path, "--output", "/dev/null",
        ]
        var fresh = Row(name: "earshot scan --fresh", arguments: scan + ["--fresh"])
        var first = Row(name: "earshot scan, first", arguments: scan)
        var again = Row(name: "earshot scan, unchanged", arguments: scan)
        var grep = Row(
            name: "rg -uuu -c LITERAL",
            arguments: ["/usr/bin/rg", "-uuu", "-c", "absent-literal-of-this-run", tree.path])
        var find = Row(
            name: "find -printf", arguments: ["/usr/bin/find", tree.path, "-type", "f", "-printf", #"%T@ %s\n"#])
        // Warms the page cache; what is read here does not count.
        _ = MeasuredProcess.run(scan + ["--fresh"])
        let store = state.path + "/earshot"
        for _ in 0..<options.runs {
            _ = MeasuredProcess.run(["/bin/rm", "-rf", "--", store])
            grep.run()
            fresh.run()
            first.run()
            find.run()
            again.run()
        }
        for row in [grep, fresh, first, find, again] { tell(row) }
        tell("first scan against rg", first, grep, bar: 1.2)
        tell("--fresh against rg", fresh, grep, bar: 1.2)
        tell("unchanged against find", again, find, bar: 2)
        guard let peak = [fresh, first, again].flatMap(\.peaks).max() else { return }
        print("peak memory: \(peak.rounded()) MiB, bar 300: \(peak <= 300 ? "met" : "missed")")
    }

    private static func tell(_ row: Row) {
        guard let wall = Spread(row.walls.sorted()), let peak = Spread(row.peaks.sorted()) else {
            return print("\(row.name): did not run")
        }
        print("\(row.name): wall s \(wall.text(decimals: 3)); peak MiB \(peak.text(decimals: 1))")
    }

    private static func tell(_ name: String, _ row: Row, _ other: Row, bar: Double) {
        guard let own = Spread(row.walls.sorted()), let others = Spread(other.walls.sorted()) else { return }
        let ratio = (own.median / others.median * 100).rounded() / 100
        print("\(name): \(ratio) of its time, bar \(bar): \(ratio <= bar ? "met" : "missed")")
    }
}
