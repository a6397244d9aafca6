import Foundation
import Knowledge
import Observation
import Testing

@testable import RuleEngine

/// Rules that other people wrote, where they are at hand.
enum Corpus {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["EARSHOT_CORPORA"] { return URL(filePath: path) }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.deletingLastPathComponent().appending(path: "shared/corpora")
    }()

    static let files: [RuleFile] = {
        let rules = folder.appending(path: "sigma-rules/rules")
        guard let walk = FileManager.default.enumerator(at: rules, includingPropertiesForKeys: nil) else { return [] }
        return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "yml" }.sorted { $0.path < $1.path }
            .compactMap { url in
                guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
                return RuleFile(
                    path: String(url.path.dropFirst(rules.path.count + 1)), text: text, origin: .user)
            }
    }()

    static let isThere: Bool = {
        if files.isEmpty {
            print("skipped: no rules in \(folder.path)/sigma-rules (EARSHOT_CORPORA names another place)")
        }
        return !files.isEmpty
    }()
}

@Suite("Rules that others wrote")
struct CorpusTests {
    @Test("all of them load and compile", .enabled(if: Corpus.isThere))
    func load() {
        let (set, problems) = DetectionSet.load(Corpus.files)
        print("\(Corpus.files.count) files: \(set.rules.count) rules in force, \(problems.count) problems")
        for problem in problems { print(problem) }
        #expect(problems.isEmpty)
        #expect(set.rules.count == Corpus.files.count)
    }
}
