/// The permissions of every folder above a place, each asked for once.
struct FolderPermissions {
    private var known: [[UInt8]: [FileAccess.Permissions]] = [:]

    /// The permissions of a folder and of all above it; what cannot be asked for is left out.
    mutating func chain(of folder: [UInt8]) -> [FileAccess.Permissions] {
        if let chain = known[folder] { return chain }
        let slash = UInt8(ascii: "/")
        var chain: [FileAccess.Permissions] = []
        if let last = folder.lastIndex(of: slash), folder.count > 1 {
            chain = self.chain(of: last == 0 ? [slash] : Array(folder[..<last]))
        }
        do throws(SystemError) {
            let status = try Descriptor.open(folder, for: .following).status()
            chain.append(FileAccess.Permissions(mode: status.mode, groupID: status.groupID))
        } catch {
            // A folder that cannot be asked is one that we came through all the same: it narrows nothing that we know.
        }
        known[folder] = chain
        return chain
    }
}
