import Foundation

/// Writes every rule file below a folder into one Swift source file, each as a string literal.
///
/// Usage: `embed-rules FOLDER OUTPUT`. The literals lie in the binary's read-only data and cost nothing until they are
/// read. Half a megabyte of them compiles in half a second. To add a file to `Rules/` is all that is needed for it to be
/// carried.
@main
struct EmbedRulesTool {
    private static let carriedExtensions: Set<String> = ["yml", "yaml", "toml", "json"]
    private static let fence = "##########"

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { throw EmbeddingFailure(description: "usage: embed-rules FOLDER OUTPUT") }
        let root = URL(filePath: arguments[1]).standardizedFileURL
        try source(of: root).write(to: URL(filePath: arguments[2]), atomically: true, encoding: .utf8)
    }

    private static func source(of root: URL) throws -> String {
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else {
            throw EmbeddingFailure(description: "\(root.path): the folder can't be read")
        }
        let files = walk.compactMap { $0 as? URL }.filter { carriedExtensions.contains($0.pathExtension) }
            .map(\.standardizedFileURL).sorted { $0.path < $1.path }
        var source = "/// Every file under `Rules/`, with its path below that folder.\n"
        source += "let embeddedRuleFiles: [(path: StaticString, text: StaticString)] = [\n"
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            guard !text.contains("\"\"\"" + fence), !text.contains("\0"), !text.contains("\r") else {
                throw EmbeddingFailure(
                    description: "\(file.path): a rule file may hold neither NUL, CR nor \"\"\"\(fence)")
            }
            let path = file.path.dropFirst(root.path.count + 1)
            source += "(path: \(fence)\"\(path)\"\(fence), text: \(fence)\"\"\"\n\(text)\n\"\"\"\(fence)),\n"
        }
        return source + "]\n"
    }
}

/// Why the rules can't be embedded.
struct EmbeddingFailure: Error, CustomStringConvertible {
    let description: String
}
