/// One image of a page in a log beside a database.
struct SQLiteImage {
    let page: UInt32
    /// Where the page's bytes begin in the log.
    let offset: Int64
}

/// A log beside a database that holds images of its pages: a write-ahead log or a rollback journal.
struct SQLiteLog {
    let bytes: ByteSource
    /// The images that the program would see in the place of the file's pages.
    var visible: [UInt32: Int64] = [:]
    /// How many pages the program would see; nothing where the log does not say.
    var pageCount: UInt32?
    /// Every image, in the order of the log, visible or not.
    var images: [SQLiteImage] = []
    /// How many bytes stand before each image and tell its page.
    let headingByteCount: Int
    /// The salts of the visible images.
    var mark: UInt64 = 0
    /// What a row is called that is in an image alone.
    let state: TextUnit.State

    /// More images are not kept in mind.
    static let mostImages = 1_000_000

    init(_ bytes: ByteSource, headingByteCount: Int, state: TextUnit.State) {
        self.bytes = bytes
        self.headingByteCount = headingByteCount
        self.state = state
    }
}
