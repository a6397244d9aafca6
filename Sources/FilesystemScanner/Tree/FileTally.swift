internal import Observation

/// The numbers that every file adds to, kept apart from the others because adding to them must cost nothing.
struct FileTally {
    var folders: Int64 = 0
    var found: Int64 = 0
    var read: Int64 = 0
    var bytes: Int64 = 0
    var unchanged: Int64 = 0
    var older: Int64 = 0
    var furtherNames: Int64 = 0
    var links: Int64 = 0
    private var publishedFiles: Int64 = 0
    private var publishedBytes: Int64 = 0

    /// Lets others see how far this thread has come.
    mutating func publish(to progress: TreeProgress) {
        progress.add(files: found - publishedFiles, bytes: bytes - publishedBytes)
        (publishedFiles, publishedBytes) = (found, bytes)
    }

    func tell(_ notes: inout TreeNotes) {
        notes.count(.foldersWalked, folders)
        notes.count(.filesFound, found)
        notes.count(.filesRead, read)
        notes.count(.bytesRead, bytes)
        notes.count(.filesUnchanged, unchanged)
        notes.count(.filesOlder, older)
        notes.count(.furtherNames, furtherNames)
        notes.count(.linksNotFollowed, links)
    }
}
