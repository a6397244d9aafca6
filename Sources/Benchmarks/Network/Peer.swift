internal import Glibc

/// A program that others measure themselves by, where it is installed.
struct Peer {
    let path: String

    /// Looks for a program in the usual places; says so when it is not there.
    init?(_ name: String, package: String) {
        let places = ["/usr/bin/", "/usr/sbin/", "/sbin/", "/bin/"].map { $0 + name }
        guard let path = places.first(where: { unsafe access($0, X_OK) == 0 }) else {
            print("\(name): skipped, not installed (Debian package \(package))")
            return nil
        }
        self.path = path
    }
}

/// Figures of some programs that ran in turn, so that what else the machine does meanwhile falls on all of them.
struct AlternatingRuns {
    private var measured: [[MeasuredProcess]]

    /// Runs all programs as often as wanted, after one run that does not count if there are others.
    init(_ programs: [[String]], runs: Int) {
        measured = programs.map { _ in [] }
        for run in 0...runs {
            for (index, program) in programs.enumerated() {
                guard let process = MeasuredProcess.run(program), let status = process.exitStatus, status < 2 else {
                    if run == 0 { print("\(program.joined(separator: " ")): failed") }
                    continue
                }
                if run > 0 || runs == 0 { measured[index].append(process) }
            }
        }
    }

    /// The figures of one program; nothing when it did not run.
    func spread(_ index: Int, _ figure: (MeasuredProcess) -> Double) -> Spread? {
        Spread(measured[index].map(figure).sorted())
    }
}

/// A figure beside the bar for it.
enum Bar {
    /// Says whether a figure is at most what it may be.
    static func atMost(_ bar: Double, _ figure: Double) -> String {
        "bar ≤ \(rounded(bar)): \(figure <= bar ? "met" : "missed")"
    }

    /// Says whether a figure is at least what it has to be.
    static func atLeast(_ bar: Double, _ figure: Double) -> String {
        "bar ≥ \(rounded(bar)): \(figure >= bar ? "met" : "missed")"
    }

    /// A number with three decimals at most.
    static func rounded(_ number: Double) -> String {
        let text = String((number * 1_000).rounded() / 1_000)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
