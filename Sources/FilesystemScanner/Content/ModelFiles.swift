internal import TextExtraction

/// Where models lie whose vocabulary may turn the tokens of a saved state back into text.
package struct ModelFiles: Sendable {
    /// How many models of one folder are tried.
    private static let limit = 16
    private static let ending = Array(".gguf".utf8)

    /// The files that somebody named, or that a program was started with.
    private let named: [String]

    /// Models that are named; those beside a state are found without.
    package init(named: [String] = []) {
        self.named = named
    }

    /// The models for a state: those that are named, those in its folder, those in the folder above.
    func inputs(beside path: [UInt8]) -> [FileInput] {
        var inputs: [FileInput] = []
        for path in named {
            do throws(FileError) {
                inputs.append(try OpenFile(named: path).input)
            } catch {
                // It may be gone since its program was started; a model that was named by the user was opened before.
                continue
            }
        }
        let folder = Self.folder(of: path)
        for folder in [folder, Self.folder(of: folder)] where !folder.isEmpty {
            inputs += Self.models(in: folder)
        }
        return inputs
    }

    private static func models(in path: [UInt8]) -> [FileInput] {
        do throws(SystemError) {
            let folder = try Descriptor.open(path, for: .passing)
            let names = try folder.names(atMost: 10_000).names.filter { $0.suffix(ending.count) == ending[...] }
            return names.prefix(limit).compactMap { name in
                do throws(SystemError) {
                    let file = try Descriptor.open(name, in: folder, for: .reading)
                    let status = try file.status()
                    guard status.kind == .file else { return nil }
                    return OpenFile(file, status, path: path + [UInt8(ascii: "/")] + name).input
                } catch {
                    return nil
                }
            }
        } catch {
            return []
        }
    }

    private static func folder(of path: [UInt8]) -> [UInt8] {
        path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<$0]) } ?? []
    }
}
