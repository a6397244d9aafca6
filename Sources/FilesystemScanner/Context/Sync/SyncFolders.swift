/// Which service copies a folder to other machines.
///
/// Told by the services' configurations in every home, by the marks that they leave in the folders themselves, by the
/// places where other systems put them, and by mounts. What a service was told to leave out is not known.
struct SyncFolders {
    private static let limit = 50_000

    /// Names that a service puts into the topmost folder that it copies.
    private static let marks: [(service: String, name: String)] = [
        ("syncthing", ".stfolder"), ("dropbox", ".dropbox.cache"), ("nextcloud", ".nextcloudsync.log"),
        ("owncloud", ".owncloudsync.log"), ("mega", ".megaignore"), ("resilio", ".sync/ID"),
        ("insync", ".insync-trash"),
    ]

    private let configured: [SyncedFolder]
    private var marked: [[UInt8]: SyncedFolder?] = [:]

    init(_ homes: [HomeFolder]) {
        configured = homes.flatMap { SyncConfiguration.folders(in: $0.path) }
    }

    /// The service that copies a folder given by its path without links; the innermost where there are several.
    mutating func service(of folder: [UInt8], on volume: VolumeTable.Volume?) -> SyncedFolder? {
        var found = configured.filter { MountTable.contains($0.root, folder) }
        if let mark = mark(above: folder) { found.append(mark) }
        if let place = Self.foreignPlace(folder) { found.append(place) }
        if let volume, let service = volume.service {
            found.append(SyncedFolder(service, volume.mountPoint))
        } else if let volume,
            let service = MountedServices.service(below: volume.mountPoint, type: volume.type, path: folder)
        {
            found.append(SyncedFolder(service, volume.mountPoint))
        }
        return found.max { $0.root.count < $1.root.count }
    }

    /// The nearest folder above, or this one, that carries a service's mark.
    private mutating func mark(above folder: [UInt8]) -> SyncedFolder? {
        if let known = marked[folder] { return known }
        let slash = UInt8(ascii: "/")
        var found: SyncedFolder?
        for mark in Self.marks where found == nil {
            do throws(SystemError) {
                _ = try Descriptor.open(folder + [slash] + Array(mark.name.utf8), for: .following)
                found = SyncedFolder(mark.service, folder)
            } catch {
                continue
            }
        }
        if found == nil, folder.count > 1, let last = folder.lastIndex(of: slash), last > 0 {
            found = mark(above: Array(folder[..<last]))
        }
        if marked.count >= Self.limit { marked = [:] }
        marked[folder] = found
        return found
    }

    /// Where macOS and Windows keep such folders, for homes of theirs that are mounted here.
    static func foreignPlace(_ folder: [UInt8]) -> SyncedFolder? {
        let parts = folder.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        func place(_ service: String, _ count: Int) -> SyncedFolder {
            SyncedFolder(service, Array(("/" + parts.prefix(count).joined(separator: "/")).utf8))
        }
        for index in parts.indices {
            switch parts[index] {
            case "Mobile Documents" where index > 0 && parts[index - 1] == "Library": return place("icloud", index + 1)
            case "CloudStorage" where index > 0 && parts[index - 1] == "Library" && index + 1 < parts.count:
                let names = ["GoogleDrive": "google-drive", "OneDrive": "onedrive", "Dropbox": "dropbox", "Box": "box"]
                let name = String(parts[index + 1].prefix { $0 != "-" })
                return place(names[name] ?? name.lowercased(), index + 2)
            case "Users" where index + 2 < parts.count:
                let name = parts[index + 2]
                if name == "OneDrive" || name.hasPrefix("OneDrive - ") { return place("onedrive", index + 3) }
                if name == "iCloudDrive" { return place("icloud", index + 3) }
                if name == "Dropbox" { return place("dropbox", index + 3) }
            default: continue
            }
        }
        return nil
    }
}
