internal import Foundation
internal import Knowledge

/// Reads the rule files below folders that a user names.
enum RuleFolder {
    /// How many files one folder may hold.
    static let fileLimit = 20_000

    private static let extensions: Set<String> = ["yml", "yaml", "toml", "json"]

    /// The files that the binary carries, then those of the user's folders, which replace built-in ones of the same path.
    ///
    /// A file that can't be read is a problem and hides no other.
    ///
    /// - Throws: ``UsageError`` for a folder that is not there, that can't be read or that holds too many files.
    static func files(adding folders: [String]) throws(UsageError) -> (files: [RuleFile], problems: [RuleProblem]) {
        var given: [RuleFile] = []
        var problems: [RuleProblem] = []
        for folder in folders {
            let (read, wrong) = try files(below: folder)
            given += read
            problems += wrong
        }
        let replaced = Set(given.map(\.path))
        return (RuleFile.embedded.filter { !replaced.contains($0.path) } + given, problems)
    }

    private static func files(below folder: String) throws(UsageError) -> ([RuleFile], [RuleProblem]) {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw UsageError("--rules \(folder): no such file or folder")
        }
        guard isFolder.boolValue else {
            let name = folder.split(separator: "/").last.map(String.init) ?? folder
            return read([(path: name, full: folder)])
        }
        guard FileManager.default.isReadableFile(atPath: folder),
            let walk = FileManager.default.enumerator(atPath: folder)
        else {
            throw UsageError("--rules \(folder): the folder can't be read; check its permissions")
        }
        var found: [(path: String, full: String)] = []
        for case let path as String in walk where extensions.contains((path as NSString).pathExtension) {
            found.append((path, folder + "/" + path))
            guard found.count <= fileLimit else {
                throw UsageError("--rules \(folder): more than \(fileLimit) rule files")
            }
        }
        return read(found.sorted { $0.path < $1.path })
    }

    private static func read(_ found: [(path: String, full: String)]) -> ([RuleFile], [RuleProblem]) {
        var files: [RuleFile] = []
        var problems: [RuleProblem] = []
        for (path, full) in found {
            switch content(of: full) {
            case .success(let text): files.append(RuleFile(path: path, text: text, origin: .user))
            case .failure(let reason): problems.append(RuleProblem(file: path, line: nil, reason: reason.text))
            }
        }
        return (files, problems)
    }

    private struct Reason: Error {
        let text: String
    }

    private static func content(of path: String) -> Result<String, Reason> {
        guard
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: (path as NSString).resolvingSymlinksInPath),
            attributes[.type] as? FileAttributeType == .typeRegular
        else { return .failure(Reason(text: "not a file that can be read")) }
        guard let size = attributes[.size] as? Int, size <= YAMLNode.sizeLimit else {
            return .failure(Reason(text: "larger than \(YAMLNode.sizeLimit >> 20) MiB"))
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            return .failure(Reason(text: "the file can't be read; check its permissions"))
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            return .failure(Reason(text: "the file is not UTF-8"))
        }
        return .success(text)
    }
}
