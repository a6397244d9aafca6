internal import Glibc

/// Measures what users wait for and how much of it can be relied on, as whole processes.
///
/// `swift run -c release earshot-benchmarks [audit|attribution|network|tree|content]` makes one measurement, or all. Figures of
/// one machine say little about another's.
@main
struct Benchmarks {
    private static let measurements: [(name: String, run: @Sendable (String, [String]) -> Void)] = [
        ("audit", { earshot, _ in AuditMeasurement.run(earshot: earshot) }),
        ("attribution", { earshot, _ in AttributionMeasurement.run(earshot: earshot) }),
        ("network", { NetworkMeasurement.run(earshot: $0, NetworkOptions($1)) }),
        ("tree", { TreeMeasurement.run(earshot: $0, TreeMeasurementOptions($1)) }),
        ("content", { earshot, _ in ContentMeasurement.run(earshot: earshot) }),
    ]

    static func main() {
        let arguments = CommandLine.arguments
        if arguments.count == 3, arguments[1] == DecodingProcess.name { return DecodingProcess.run(arguments[2]) }
        let chosen = measurements.filter { arguments.count < 2 || arguments[1] == $0.name }
        guard !chosen.isEmpty, arguments.count <= 2 || ["network", "tree"].contains(arguments[1])
        else {
            print("usage: earshot-benchmarks [\(measurements.map(\.name).joined(separator: "|"))]")
            print(NetworkOptions.usage)
            print(TreeMeasurementOptions.usage)
            exit(2)
        }
        let folder = arguments.first?.lastIndex(of: "/").map { String(arguments[0][..<$0]) } ?? "."
        let named = arguments.firstIndex(of: "--earshot").flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
        let earshot = named ?? folder + "/earshot"
        guard unsafe access(earshot, X_OK) == 0 else {
            print("no program at \(earshot): run swift build -c release first")
            exit(2)
        }
        chosen.forEach { $0.run(earshot, arguments) }
    }
}
