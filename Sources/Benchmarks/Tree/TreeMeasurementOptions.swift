/// How the walk through a tree is to be measured.
struct TreeMeasurementOptions {
    /// What the program takes for `tree`.
    static let usage = """
        tree [--earshot PROGRAM] [--files N] [--runs N] [--folder FOLDER]
          --earshot  the program to measure; otherwise the one beside this one
          --files    how many files the tree has; otherwise 1000000
          --runs     runs of each program, in turns; otherwise 3
          --folder   where the tree is made and removed again; otherwise $TMPDIR, or /var/tmp
        """

    private(set) var files = 1_000_000
    private(set) var runs = 3
    private(set) var folder: String?

    /// Reads what stands behind the name of the measurement.
    init(_ arguments: [String]) {
        var rest = arguments.dropFirst(2)
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { return }
            switch name {
            case "--files": files = max(100, Int(value) ?? files)
            case "--runs": runs = max(1, Int(value) ?? runs)
            case "--folder": folder = value
            default: break
            }
        }
    }
}
