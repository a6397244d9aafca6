internal import Observation

extension TreeWorker {
    /// Takes one name of a folder.
    @inline(__always)
    mutating func take(_ entry: FolderNames.Entry, of names: FolderNames, _ visit: FolderVisit) {
        guard let kind = entry.kind ?? askedKind(entry, names, visit) else { return }
        if visit.ignoring != nil || shared.excludes != nil,
            isLeftOut(entry, names, visit, isFolder: kind == .folder)
        {
            return
        }
        switch kind {
        case .file: takeFile(entry, of: names, visit)
        case .folder: takeFolder(names.name(entry), visit)
        case .link: tally.links += 1
        case .pipe: skip("named pipe", entry, names, visit)
        case .socket: skip("socket", entry, names, visit)
        case .device: skip("device", entry, names, visit)
        case .other: skip("neither file nor folder", entry, names, visit)
        }
    }

    /// Asks what a name stands for where the file system does not tell with the name.
    private mutating func askedKind(
        _ entry: FolderNames.Entry, _ names: FolderNames, _ visit: FolderVisit
    ) -> FileStatus.Kind? {
        do throws(SystemError) {
            return try visit.folder.status(of: entry, in: names).kind
        } catch {
            notes.fault("name", TreeFault(error)) { visit.node.path(of: names.name(entry)) }
            return nil
        }
    }

    private mutating func skip(
        _ reason: String, _ entry: FolderNames.Entry, _ names: FolderNames, _ visit: FolderVisit
    ) {
        notes.skipped("name that is no file", reason) { visit.node.path(of: names.name(entry)) }
    }

    /// Whether a pattern leaves a name out; those of the command line count more than those of files.
    private mutating func isLeftOut(
        _ entry: FolderNames.Entry, _ names: FolderNames, _ visit: FolderVisit, isFolder: Bool
    ) -> Bool {
        let path = visit.prefix + names.name(entry)
        let asked = shared.excludes?.verdict(path.span, isFolder: isFolder)
        let verdict =
            asked ?? visit.ignoring?.verdict(path.span, isFolder: isFolder)
        guard verdict == true else { return false }
        notes.count(.namesExcluded)
        notes.note(
            .notAsked, isFolder ? "folder" : "file", reason: asked == true ? "--exclude" : ".earshotignore"
        ) { visit.node.path(of: names.name(entry)) }
        return true
    }

    private mutating func takeFolder(_ name: [UInt8], _ visit: FolderVisit) {
        let node = visit.node
        let path = { node.path(of: name) }
        do throws(SystemError) {
            let origin = try visit.folder.node(at: name)
            guard origin.isFolder else {
                notes.skipped("folder", "changed while it was looked at", path)
                return
            }
            guard node.depth < shared.options.folderDepth else {
                notes.count(.filesCapped)
                notes.note(
                    .partly, "folder", reason: "folders lie deeper than \(shared.options.folderDepth) levels", path)
                return
            }
            let isMount = origin.mount != node.origin.mount || origin.mount == 0
            if origin.identity.device != node.root.device, !shared.options.crossesDevices {
                notes.count(.mountsSkipped)
                notes.note(.notAsked, "mount point", reason: "another device; --cross-devices reads it", path)
                return
            }
            // Without another mount no folder lies in itself.
            if isMount, node.isBelow(origin.identity) {
                notes.count(.mountsSkipped)
                notes.skipped("folder", "mount of a folder above it", path)
                return
            }
            if isMount, origin.mount != 0 {
                notes.note(.looked, "mount point", reason: "read as a part of the tree", path)
            }
            let inner = FolderNode(
                name: name, origin: origin, parent: node, root: node.root,
                places: shared.options.places.states(entering: name, from: node.places), ignoring: visit.ignoring)
            enqueue(inner, in: visit)
        } catch {
            notes.fault("folder", TreeFault(error), path)
        }
    }
}
