import Foundation
import PackagePlugin

/// Turns every file under `Rules/` into a Swift string literal of the `Knowledge` module.
///
/// The literals lie in the binary's read-only data and cost nothing until they are read. Half a megabyte of them
/// compiles in half a second. To add a file to `Rules/` is all that is needed for it to be carried.
@main
struct EmbedRules: BuildToolPlugin {
    static let carriedExtensions: Set<String> = ["yml", "yaml", "toml", "json"]

    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let root = context.package.directoryURL.appending(path: "Rules")
        let files = try carriedFiles(below: root)
        let generated = context.pluginWorkDirectoryURL.appending(path: "EmbeddedRules.swift.in")
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedRules.swift")
        let source = try swiftSource(for: files, below: root)
        if (try? String(contentsOf: generated, encoding: .utf8)) != source {
            try source.write(to: generated, atomically: true, encoding: .utf8)
        }
        return [
            .buildCommand(
                displayName: "Embedding \(files.count) rule files",
                executable: URL(filePath: "/bin/cp"),
                arguments: [generated.path, output.path],
                inputFiles: files + [generated],
                outputFiles: [output]
            )
        ]
    }

    private func carriedFiles(below root: URL) throws -> [URL] {
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
        return walk.compactMap { $0 as? URL }
            .filter { Self.carriedExtensions.contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
    }

    private func swiftSource(for files: [URL], below root: URL) throws -> String {
        let prefixLength = root.standardizedFileURL.path.count + 1
        let fence = "##########"
        var source = "/// Every file under `Rules/`, with its path below that folder.\n"
        source += "let embeddedRuleFiles: [(path: StaticString, text: StaticString)] = [\n"
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            guard !text.contains("\"\"\"" + fence), !text.contains("\0"), !text.contains("\r") else {
                throw UnembeddableFile(path: file.path)
            }
            let path = file.standardizedFileURL.path.dropFirst(prefixLength)
            source += "(path: \(fence)\"\(path)\"\(fence), text: \(fence)\"\"\"\n\(text)\n\"\"\"\(fence)),\n"
        }
        return source + "]\n"
    }
}

/// A rule file whose bytes cannot stand in a string literal.
struct UnembeddableFile: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path): a rule file may hold neither NUL, nor CR, nor a fenced literal's end" }
}
