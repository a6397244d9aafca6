/// How the network part is to be measured.
struct NetworkOptions {
    /// What the program takes for `network`.
    static let usage = """
        network [--earshot PROGRAM] [--corpora FOLDER] [--runs N] [--seconds N] [--only ROW]
          --earshot  the program to measure; otherwise the one beside this one
          --corpora  a folder of captures for the mix; otherwise ../shared/corpora/zeek-traces
          --runs     runs of which the median counts; otherwise 5
          --seconds  how long live traffic lasts; otherwise 30
          --only     inspect, jobs, decode, memory or live
        """

    private(set) var corpora = "../shared/corpora/zeek-traces"
    private(set) var runs = 5
    private(set) var seconds = 30
    private var only: String?

    /// Reads what stands behind the name of the measurement.
    init(_ arguments: [String]) {
        var rest = arguments.dropFirst(2)
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { return }
            switch name {
            case "--earshot": break
            case "--corpora": corpora = value
            case "--runs": runs = max(1, Int(value) ?? runs)
            case "--seconds": seconds = max(1, Int(value) ?? seconds)
            case "--only": only = value
            default: print("\(name) is not known")
            }
        }
    }

    /// Whether a row is wanted.
    func wants(_ row: String) -> Bool { only == nil || only == row }
}
