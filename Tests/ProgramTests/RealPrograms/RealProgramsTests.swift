import Foundation
import Testing

/// Programs as people install them, used once in a home of the test's own, then looked for by the scan.
///
/// Each runs in a network namespace with nothing but a loopback, where a model's API answers.
@Suite("real programs that keep what was typed, network namespaces, root", .serialized)
struct RealProgramsTests {
    static let sentence = "the purple otter of Zanzibar sleeps at noon"

    struct Program: CustomTestStringConvertible, Sendable {
        /// Its name in `use_program.py`.
        let name: String
        /// The folder of the Python that it is installed in.
        let python: String
        /// Its product in the catalogue, when all that it writes lies where the catalogue says.
        let product: String?
        /// Whether it can delete what it keeps.
        let deletes: Bool
        var testDescription: String { name }
    }

    static let programs = [
        Program(name: "llm", python: "stores", product: "llm", deletes: false),
        Program(name: "shell_gpt", python: "shell", product: nil, deletes: false),
        Program(name: "chroma", python: "stores", product: nil, deletes: true),
        Program(name: "gradio", python: "stores", product: nil, deletes: false),
        Program(name: "mem0", python: "stores", product: nil, deletes: true),
        Program(name: "gptme", python: "agent", product: "gptme", deletes: false),
    ]

    /// The folder that `.ci/run` installs the programs in.
    static var folder: String? { ProcessInfo.processInfo.environment["EARSHOT_REAL_PROGRAMS"] }

    static var obstacle: String? {
        guard let folder, FileManager.default.isExecutableFile(atPath: folder + "/stores/bin/python") else {
            return "EARSHOT_REAL_PROGRAMS names no folder with programs"
        }
        return geteuid() == 0 ? nil : "network namespaces need root"
    }

    @Test(
        "every place that a program wrote the prompt to is found, also after it deleted it",
        .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")), arguments: programs)
    func found(program: Program) throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "earshot-home-\(UUID().uuidString)")
        for part in ["tmp", "project"] {
            try FileManager.default.createDirectory(
                at: home.appending(path: part), withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(at: home) }
        try use(program, "use", home)
        try compare(program, home, "used")
        guard program.deletes else { return }
        try use(program, "delete", home)
        try compare(program, home, "deleted")
    }

    private func use(_ program: Program, _ action: String, _ home: URL) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Programs/use_program.py")
        let python = "\(Self.folder ?? "")/\(program.python)/bin/python"
        let shell = "ip link set lo up && cd \"$HOME/project\" && exec \"$@\""
        try run(
            [
                "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=\(home.path)", "TMPDIR=\(home.path)/tmp",
                "unshare", "--net", "sh", "-c", shell, "sh", python, script.path, program.name, action, Self.sentence,
            ], timeout: 300)
    }

    /// The scan finds the sentence in every file in which its bytes stand as they were typed, and says so of no other.
    private func compare(_ program: Program, _ home: URL, _ moment: String) throws {
        let holding = try Self.filesHolding(Self.sentence, below: home)
        #expect(!holding.isEmpty, "\(program.name) kept nothing")
        let (_, output, _) = try run(
            [
                "env", "HOME=\(home.path)", "XDG_STATE_HOME=\(home.path)/state", Tool.earshot, "scan", home.path,
                "--home",
                home.path, "--all-products", "--fresh", "--canary", Self.sentence, "--reveal", "--format", "ndjson",
            ], expecting: [0, 1, 3])
        var found: [String: Set<String>] = [:]
        var products: Set<String> = []
        for line in output.split(separator: "\n") {
            let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard event?["event.category"] as? String == "content_match", event?["content.kind"] as? String == "canary",
                let path = event?["file.path"] as? String
            else { continue }
            found[path, default: []].insert(event?["content.state"] as? String ?? "")
            if let product = event?["llm.product"] as? String { products.insert(product) }
        }
        print("\(program.name), \(moment):", found.map { "\($0.dropFirst(home.path.count)) \($1.sorted())" }.sorted())
        #expect(Set(found.keys).isSuperset(of: holding), "missed: \(holding.subtracting(found.keys))")
        if let product = program.product { #expect(products.contains(product), "\(products)") }
    }

    /// The files whose bytes hold a text, read by nothing but their bytes.
    private static func filesHolding(_ text: String, below home: URL) throws -> Set<String> {
        let wanted = Data(text.utf8)
        let walk = FileManager.default.enumerator(at: home, includingPropertiesForKeys: [.isRegularFileKey])
        var files: Set<String> = []
        while let file = walk?.nextObject() as? URL {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            if try Data(contentsOf: file).range(of: wanted) != nil { files.insert(file.path) }
        }
        return files
    }
}
