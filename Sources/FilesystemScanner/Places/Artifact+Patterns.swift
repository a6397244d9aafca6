package import Knowledge

extension Artifact {
    /// The paths at which the artifact may lie in a context, with those of its sidecars.
    ///
    /// In a container's context they are the paths inside it too. Where the product's processes have files open in a
    /// folder, the last names of the templates are looked for there as well, whatever moved them.
    package func patterns(in context: PlaceContext) -> [PathPattern] {
        var seen: Set<PathPattern> = []
        let templates = context.mounts.isEmpty ? paths : paths + containerPaths
        let moved = context.openFolders.isEmpty ? [] : Set((paths + containerPaths).compactMap(\.ending)).sorted()
        return
            (templates.flatMap { $0.patterns(in: context, endings: sidecars) } + anywhere(in: context)
            + moved.flatMap { ending in
                context.openFolders.flatMap { folder in
                    PathTemplate("{cwd}/" + ending).patterns(
                        in: PlaceContext(folder: folder, mounts: context.mounts), endings: sidecars)
                }
            }).filter { seen.insert($0).inserted }
    }
}

extension Artifact {
    /// The paths of projects anywhere in the context's trees; those that begin with a name of the product's own alone.
    private func anywhere(in context: PlaceContext) -> [PathPattern] {
        context.trees.flatMap { tree in
            paths.filter { $0.text.contains("{project}/") }.flatMap { template in
                var folder = PlaceContext(home: nil)
                folder.projects = [tree]
                return template.patterns(in: folder, endings: sidecars).compactMap { $0.anywhere(below: tree) }
            }
        }
    }
}

extension PathPattern {
    /// The pattern below any folder of a tree; nothing when its first name there might be anybody's.
    fileprivate func anywhere(below tree: String) -> PathPattern? {
        let count = tree.utf8.split(separator: UInt8(ascii: "/")).count
        let anchorCount = anchor.split(separator: UInt8(ascii: "/")).count
        guard anchorCount <= count, segments.count > count - anchorCount,
            case .name(let first) = segments[count - anchorCount], first.first == UInt8(ascii: "."), first.count > 4
        else { return nil }
        return PathPattern(anchor: Array(tree.utf8), segments: [.anyDepth] + segments[(count - anchorCount)...])
    }
}

extension PlaceContext {
    /// A context in which nothing is known but a folder.
    fileprivate init(folder: String, mounts: [ContainerMount]) {
        self.init(home: nil, workingFolder: folder)
        self.mounts = mounts
    }
}

extension PathTemplate {
    /// The last name, when it tells by itself whose file it is: it has no wildcards but behind letters of its own.
    fileprivate var ending: String? {
        guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let name = String(text[text.utf8.index(after: slash)...])
        let letters = name.utf8.prefix { !"*?[{".utf8.contains($0) }
        guard letters.count >= 4, !name.utf8.contains(where: "{}".utf8.contains) else { return nil }
        return name
    }
}
