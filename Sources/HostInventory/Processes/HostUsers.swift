internal import Glibc

/// The users of this host, as `/etc/passwd` lists them.
///
/// The file is read and nobody is asked: the system's own look-up may go to a directory server, and Earshot talks to no one.
package struct HostUsers: Sendable {
    /// One user with a home that is there.
    package struct Home: Hashable, Sendable {
        package let userName: String
        package let userID: UInt32
        package let path: String
    }

    /// The number of the user that Earshot runs as.
    package let currentUserID: UInt32

    /// The users whose home is there, one for each home, in the order of their numbers.
    package let homes: [Home]

    private let names: [UInt32: String]

    /// Homes of system users that are no homes.
    private static let notHomes: Set<String> = [
        "", "/", "/bin", "/sbin", "/usr/sbin", "/usr/bin", "/dev", "/dev/null", "/nonexistent", "/proc", "/var/empty",
        "/run/sshd", "/var/run", "/run",
    ]

    /// Reads the file.
    ///
    /// - Parameter path: where it is.
    package init(passwordFile path: String = "/etc/passwd") {
        let bytes = (try? SystemFiles.bytes(of: path, limit: 4 << 20).bytes) ?? []
        self.init(parsing: bytes, currentUserID: geteuid(), isFolder: SystemFiles.isFolder)
    }

    /// Reads lines `name:x:uid:gid:comment:home:shell`; those that do not read as such are passed over.
    init(parsing bytes: [UInt8], currentUserID: UInt32, isFolder: (String) -> Bool) {
        var names: [UInt32: String] = [:]
        var homes: [String: Home] = [:]
        for line in bytes[...].lines {
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count >= 6, let number = fields[2].decimal.flatMap(UInt32.init(exactly:)) else { continue }
            let home = Home(userName: fields[0].text, userID: number, path: Self.trimmed(fields[5].text))
            names[number] = names[number] ?? home.userName
            guard !Self.notHomes.contains(home.path), homes[home.path] == nil, isFolder(home.path) else { continue }
            homes[home.path] = home
        }
        self.names = names
        self.currentUserID = currentUserID
        self.homes = homes.values.sorted { ($0.userID, $0.path) < ($1.userID, $1.path) }
    }

    private static func trimmed(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// A user's name, or the number where there is no name.
    package func name(of userID: UInt32) -> String {
        names[userID] ?? String(userID)
    }
}
