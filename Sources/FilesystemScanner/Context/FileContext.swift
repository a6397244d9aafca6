package import Observation

/// What surrounds a file: who else can read it, and where copies of it go.
///
/// What could not be known is missing; ``FileContextReader/coverage`` says why where that matters.
package struct FileContext: Hashable, Sendable {
    /// What git makes of the file.
    package struct Git: Hashable, Sendable {
        /// The root of the work tree.
        package let root: String
        /// `tracked`, `untracked` or `ignored`.
        package let state: String?
        /// Whether a commit that any name leads to holds or held the file's name.
        package let isCommitted: Bool?
        /// Whether a remote's branch has such a commit.
        package let isPushed: Bool?
        /// The host of that remote; nothing for one on this machine.
        package let remoteHost: String?
    }

    /// Who can read the file besides its owner and root; nothing where the file could not be asked for.
    package internal(set) var readers: ReaderList?
    /// The work tree that the file lies in.
    package internal(set) var git: Git?
    /// The service that copies the file's folder, and that folder.
    package internal(set) var sync: SyncedFolder?
    /// The backup programs that save the file.
    package internal(set) var backups: [String] = []
    /// The type of the file system.
    package internal(set) var volumeType: String?
    /// Whether the file or its device is encrypted, by a layer that this machine knows of.
    package internal(set) var isEncrypted: Bool?
    /// Who holds the file open.
    package internal(set) var openBy: [String] = []
    /// Their numbers.
    package internal(set) var openByNumbers: [Int32] = []
    /// The container image's layer that the file lies in.
    package internal(set) var imageLayer: String?
    /// The container whose writable layer the file lies in.
    package internal(set) var container: String?
    /// The container volume that the file lies in.
    package internal(set) var containerVolume: String?

    init() {}

    /// Puts what is known into an event about the file, and takes out what an earlier answer may have left there.
    ///
    /// `file.access` is set anew, because lists may widen what the permission bits say. `file.readers` is there whenever
    /// the readers are known, and empty where there are none.
    package func describe(_ event: inout Event) {
        for field in Self.fields { event[field] = nil }
        event.set(.fileAccess, readers?.access.rawValue)
        event[.fileReaders] = readers.map { .list($0.names.map(FieldValue.string)) }
        event.set(.fileAccessList, readers?.isWidened)
        event.set(.fileGitRoot, git?.root)
        event.set(.fileGitState, git?.state)
        event.set(.fileGitCommitted, git?.isCommitted)
        event.set(.fileGitPushed, git?.isPushed)
        event.set(.fileGitRemote, git?.remoteHost)
        event.set(.fileSyncService, sync?.service)
        event.set(.fileSyncRoot, sync.map { String(decoding: $0.root, as: UTF8.self) })
        event.set(.fileBackup, backups)
        event.set(.fileVolumeType, volumeType)
        event.set(.fileEncrypted, isEncrypted)
        event.set(.fileOpenBy, openBy)
        if !openByNumbers.isEmpty { event[.fileOpenByPIDs] = .list(openByNumbers.map { .integer(Int64($0)) }) }
        event.set(.containerImageLayer, imageLayer)
        event.set(.containerID, container)
        event.set(.containerVolume, containerVolume)
    }

    /// What is set, but for `file.access`, which others know less well.
    private static let fields: [Field] = [
        .fileReaders, .fileAccessList, .fileGitRoot, .fileGitState, .fileGitCommitted, .fileGitPushed, .fileGitRemote,
        .fileSyncService, .fileSyncRoot, .fileBackup, .fileVolumeType, .fileEncrypted, .fileOpenBy, .fileOpenByPIDs,
        .containerImageLayer, .containerID, .containerVolume,
    ]
}
