internal import GRDB
internal import Glibc

/// The file of the store on disk: made closed to others, and used only where it is this user's own.
enum StoreFile {
    /// How long another program's writing is waited for, in seconds.
    private static let patience = 1.0

    /// Makes the folder and the file where they are not there yet.
    ///
    /// - Returns: The file's path.
    static func prepare(in folder: String) throws(StoreError) -> String {
        try makeFolder(folder)
        var status = stat()
        guard unsafe lstat(folder, &status) == 0 else { throw StoreError(.system(errno)) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else { throw StoreError(.notOwn) }
        if status.st_mode & 0o077 != 0 { _ = unsafe chmod(folder, 0o700) }
        let path = folder + "/" + AuditStore.fileName
        if unsafe lstat(path, &status) != 0 {
            guard errno == ENOENT else { throw StoreError(.system(errno)) }
            let descriptor = unsafe Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0o600)
            // Another scan may have been quicker.
            guard descriptor >= 0 || errno == EEXIST else { throw StoreError(.system(errno)) }
            if descriptor >= 0 { close(descriptor) }
            guard unsafe lstat(path, &status) == 0 else { throw StoreError(.system(errno)) }
        }
        let isPlain = status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
        guard isPlain, status.st_uid == geteuid() else { throw StoreError(.notOwn) }
        if status.st_mode & 0o177 != 0 { _ = unsafe chmod(path, 0o600) }
        return path
    }

    /// Makes a folder and those above it, in what is this user's own alone.
    private static func makeFolder(_ folder: String) throws(StoreError) {
        var status = stat()
        guard unsafe stat(folder, &status) != 0 else { return }
        guard errno == ENOENT, let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else {
            throw StoreError(.system(errno))
        }
        let above = String(folder[..<slash])
        try makeFolder(above)
        // With another user's home, which some ways of becoming root keep, nothing is to be left there.
        guard unsafe stat(above, &status) == 0, status.st_uid == geteuid() else { throw StoreError(.notOwn) }
        guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw StoreError(.system(errno)) }
    }

    /// Opens the database, for reading alone where it can't be written.
    static func open(_ path: String) throws -> (database: DatabaseQueue, isReadOnly: Bool) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        configuration.prepareDatabase { database in
            // What is lost with the power is found out again.
            try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF")
        }
        if unsafe access(path, W_OK) == 0 {
            do {
                let database = try DatabaseQueue(path: path, configuration: configuration)
                try database.write(StoreSchema.prepare)
                return (database, false)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
                // The folder may be closed while the file is not.
            }
        }
        configuration.readonly = true
        return (try DatabaseQueue(path: path, configuration: configuration), true)
    }
}
