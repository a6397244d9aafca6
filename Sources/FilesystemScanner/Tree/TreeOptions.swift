package import Observation

/// How trees of folders are scanned.
package struct TreeOptions: Sendable {
    /// How many threads go through them.
    package var jobs = 1
    /// Whether the walk goes on into folders that lie on another device than the tree's root.
    package var crossesDevices = false
    /// Patterns of names that are left out, in gitignore's syntax.
    package var excludes: [String] = []
    /// Files that were changed before this moment are left out.
    package var changedSince: Timestamp?
    /// Files with more bytes are left out.
    package var largestFile: Int64?
    /// What earlier scans found clean; nothing to read everything.
    package var memory: CleanMemory?
    /// The places of the catalogue.
    package var places = PlaceMap()
    /// How many events are told; what comes beyond is counted.
    package var eventLimit = 50_000
    /// How many folders lie in one another.
    package var folderDepth = 1 << 16
    /// How many folders are held open at once; nothing for what the process may have.
    package var openFolders: Int?

    package init() {}
}
