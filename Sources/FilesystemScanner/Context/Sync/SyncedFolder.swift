/// A folder that a service copies to other machines.
package struct SyncedFolder: Hashable, Sendable {
    /// The service, lower case: `dropbox`, `nextcloud`, `syncthing`.
    package let service: String
    /// The absolute path, links resolved.
    package let root: [UInt8]

    init(_ service: String, _ root: [UInt8]) {
        self.service = service
        self.root = root
    }

    /// A folder as a configuration names it: `~` stands for the home, a slash at the end does not count, links are
    /// resolved where the folder is there.
    init?(_ service: String, configured path: String, home: String) {
        guard let root = ConfiguredPath.resolved(path, home: home), root.count > 1 else { return nil }
        self.init(service, root)
    }
}

/// Paths as configurations write them.
enum ConfiguredPath {
    /// The absolute path, links resolved where something is there; nothing for a relative path.
    static func resolved(_ path: String, home: String?) -> [UInt8]? {
        var text = path
        if let home {
            for word in ["~", "$HOME", "${HOME}", "%h"] where text == word || text.hasPrefix(word + "/") {
                text = home + text.dropFirst(word.count)
            }
        }
        guard text.hasPrefix("/") else { return nil }
        var bytes = Array(text.utf8)
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        do throws(SystemError) {
            return try Descriptor.open(bytes, for: .following).kernelPath ?? bytes
        } catch {
            return bytes
        }
    }
}
