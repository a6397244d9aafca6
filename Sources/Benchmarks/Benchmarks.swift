internal import Glibc

/// Measures what users wait for, as whole processes.
///
/// `swift run -c release earshot-benchmarks` prints wall time and peak memory of an audit without waiting, on a machine
/// that has at least 300 processes and for an empty home. Times of one machine say little about another's; each row
/// has the minimum, the median and the maximum of its runs.
@main
struct Benchmarks {
    static let runs = 9
    static let processes = 300

    static func main() {
        let own = CommandLine.arguments.first ?? ""
        let folder = own.lastIndex(of: "/").map { String(own[..<$0]) } ?? "."
        let earshot = folder + "/earshot"
        guard unsafe access(earshot, X_OK) == 0 else {
            print("no program at \(earshot): run swift build -c release first")
            exit(2)
        }
        guard let home = TemporaryFolder() else {
            print("no temporary folder could be made")
            exit(2)
        }
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
