internal import Glibc

/// Wall time and peak memory of an audit without waiting, on a machine that has at least 300 processes, for an empty home.
///
/// Each row has the minimum, the median and the maximum of its runs.
enum AuditMeasurement {
    private static let runs = 9
    private static let processes = 300

    /// Measures and prints.
    static func run(earshot: String) {
        guard let home = TemporaryFolder() else { return print("audit: skipped, no temporary folder could be made") }
        defer { home.remove() }
        let sleepers = (0..<processes).compactMap { _ in MeasuredProcess.start(["/bin/sleep", "600"]) }
        defer { sleepers.forEach { MeasuredProcess.end($0) } }
        print("\(sleepers.count) processes besides those of the machine, \(runs) runs after one that is not counted")

        let audit = [
            earshot, "audit", "--duration", "0", "--home", home.path, "--format", "json", "--output", "/dev/null",
        ]
        measure("audit --duration 0", audit)
        measure("audit --duration 0 --no-probe", audit + ["--no-probe"])
        measure("audit --duration 0 --all-products", audit + ["--all-products"])
        measure("rules list", [earshot, "rules", "list"])
    }

    private static func measure(_ name: String, _ arguments: [String]) {
        let measured = (0...runs).compactMap { _ in MeasuredProcess.run(arguments) }.dropFirst()
        let walls = measured.map(\.wallSeconds).sorted()
        let peaks = measured.map(\.peakMebibytes).sorted()
        guard let wall = Spread(walls), let peak = Spread(peaks) else {
            print("\(name): did not run")
            return
        }
        print("\(name): wall s \(wall.text(decimals: 3)); peak MiB \(peak.text(decimals: 1))")
    }
}
