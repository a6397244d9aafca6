import FilesystemScanner
import Foundation

/// A folder of a test's own with a made-up machine beside it: accounts, settings, state, mounts.
final class ContextTree {
    let tree: TemporaryTree
    var sources = ContextSources()

    var path: String { tree.path }

    /// Makes a machine on which root's home is the folder `home`.
    init(users: String = "", groups: String = "") throws {
        tree = try TemporaryTree()
        try tree.folder("home")
        try tree.write("machine/passwd", "root:x:0:0:root:\(tree.path)/home:/bin/sh\n" + users)
        try tree.write("machine/group", "root:x:0:\n" + groups)
        try tree.write("machine/nsswitch.conf", "passwd: files systemd\ngroup: files systemd\n")
        try tree.folder("machine/etc")
        try tree.folder("machine/var")
        sources.users = tree.path + "/machine/passwd"
        sources.groups = tree.path + "/machine/group"
        sources.nameServices = tree.path + "/machine/nsswitch.conf"
        sources.settings = tree.path + "/machine/etc"
        sources.state = tree.path + "/machine/var"
    }

    func context(_ name: String, by reader: FileContextReader? = nil) -> FileContext? {
        (reader ?? FileContextReader(sources: sources)).context(of: Array("\(path)/\(name)".utf8))
    }
}
