import Foundation
import PackagePlugin

/// Has every file under `Rules/` turned into a Swift string literal of the `Knowledge` module.
///
/// The tool runs again when a file changes and when one is added or taken away, because the folders are inputs too.
@main
struct EmbedRules: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let root = context.package.directoryURL.appending(path: "Rules").resolvingSymlinksInPath()
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedRules.swift")
        let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        let below = (walk?.compactMap { $0 as? URL } ?? []).sorted { $0.path < $1.path }
        return [
            .buildCommand(
                displayName: "Embedding the rules",
                executable: try context.tool(named: "embed-rules").url,
                arguments: [root.path, output.path],
                inputFiles: [root] + below,
                outputFiles: [output]
            )
        ]
    }
}
