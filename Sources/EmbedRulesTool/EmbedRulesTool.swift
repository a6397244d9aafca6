import Foundation
import Yams

/// Writes every rule file below a folder into one Swift source file, each as a string literal.
///
/// Usage: `embed-rules FOLDER OUTPUT`. A YAML or JSON file is carried twice: as it was written, for those who read it, and
/// as the tree that it says, for the program, which would spend most of its start on composing YAML. The literals lie in
/// the binary's read-only data and cost nothing until they are read. Half a megabyte of them compiles in half a second.
/// To add a file to `Rules/` is all that is needed for it to be carried.
@main
struct EmbedRulesTool {
    private static let carriedExtensions: Set<String> = ["yml", "yaml", "toml", "json"]
    private static let fence = "##########"

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { throw EmbeddingFailure(description: "usage: embed-rules FOLDER OUTPUT") }
        let root = URL(filePath: arguments[1]).resolvingSymlinksInPath()
        try source(of: root).write(to: URL(filePath: arguments[2]), atomically: true, encoding: .utf8)
    }

    private static func source(of root: URL) throws -> String {
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else {
            throw EmbeddingFailure(description: "\(root.path): the folder can't be read")
        }
        let files = walk.compactMap { $0 as? URL }.filter { carriedExtensions.contains($0.pathExtension) }
            .map(\.standardizedFileURL).sorted { $0.path < $1.path }
        var source = "/// Every file under `Rules/`: its path below that folder, its text, the tree that it says.\n"
        source += "let embeddedRuleFiles: [(path: StaticString, text: StaticString, tree: StaticString?)] = [\n"
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            let tree = file.pathExtension == "toml" ? nil : Self.tree(of: text)
            for literal in [text, tree ?? ""] {
                guard !literal.contains("\"\"\"" + fence), !literal.contains("\0"), !literal.contains("\r") else {
                    throw EmbeddingFailure(
                        description: "\(file.path): a rule file may hold neither NUL, CR nor \"\"\"\(fence)")
                }
            }
            let path = file.path.dropFirst(root.path.count + 1)
            source += "(path: \(fence)\"\(path)\"\(fence), text: \(literal(text)), "
            source += "tree: \(tree.map(literal) ?? "nil")),\n"
        }
        return source + "]\n"
    }

    private static func literal(_ text: String) -> String {
        "\(fence)\"\"\"\n\(text)\n\"\"\"\(fence)"
    }

    /// The tree of a file that is YAML; one that is not is left to the program, which says what is wrong with it.
    private static func tree(of text: String) -> String? {
        var tree = CarriedTree()
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            while let node = try parser.nextRoot() {
                guard tree.write(node) else { return nil }
            }
        } catch {
            return nil
        }
        return tree.text
    }
}

/// Why the rules can't be embedded.
struct EmbeddingFailure: Error, CustomStringConvertible {
    let description: String
}
