extension PlaceWalk {
    /// What a name stands for, links resolved.
    struct Entry {
        let path: [UInt8]
        let location: [UInt8]
        let status: FileStatus
        let isLink: Bool
    }

    /// Looks a name up and follows a link that it stands for; says why when it leads nowhere.
    ///
    /// A link that cannot be followed is worth telling only where it `isWanted`.
    func entry(
        _ name: [UInt8], in folder: borrowing Descriptor, _ path: [UInt8], isWanted: Bool, _ report: inout WalkReport
    ) -> Entry? {
        let full = path + [UInt8(ascii: "/")] + name
        do throws(SystemError) {
            let status = try folder.status(of: name)
            guard status.kind == .link else {
                return Entry(path: full, location: full, status: status, isLink: false)
            }
            return try target(name, in: folder, full, isWanted: isWanted, &report)
        } catch {
            if !error.isAbsence { report.unreadable("name in a catalogued place", error, full) }
            return nil
        }
    }

    private func target(
        _ name: [UInt8], in folder: borrowing Descriptor, _ path: [UInt8], isWanted: Bool, _ report: inout WalkReport
    ) throws(SystemError) -> Entry? {
        do throws(SystemError) {
            let target = try Descriptor.open(name, in: folder, for: .following)
            guard let location = target.kernelPath else {
                report.skipped("link that cannot be followed without /proc", path)
                return nil
            }
            guard Self.isBelow(location, root) else {
                report.skipped("link out of the tree", path)
                return nil
            }
            return Entry(path: path, location: location, status: try target.status(), isLink: true)
        } catch {
            guard error.isAbsence || error.isLoop else { throw error }
            if isWanted { report.skipped(error.isLoop ? error.reason : "dangling link", path) }
            return nil
        }
    }

    /// Opens a folder to go through: by its name, or where the link leads that the name stands for.
    func open(_ entry: Entry, _ name: [UInt8], in folder: borrowing Descriptor) throws(SystemError) -> Descriptor {
        entry.isLink
            ? try Descriptor.open(entry.location, for: .passing) : try Descriptor.open(name, in: folder, for: .passing)
    }

    /// The folder that really holds an entry, links resolved.
    func location(of entry: Entry, in folder: borrowing Descriptor, _ path: [UInt8]) -> [UInt8] {
        if entry.isLink, let slash = entry.location.lastIndex(of: UInt8(ascii: "/")) {
            return Array(entry.location[..<max(1, slash)])
        }
        return folder.kernelPath ?? path
    }

    private static func isBelow(_ path: [UInt8], _ root: [UInt8]) -> Bool {
        let slash = UInt8(ascii: "/")
        return root == [slash] || path == root || path.starts(with: root + [slash])
    }
}
