/// One thing that a product leaves on disk.
package struct Artifact: Sendable {
    /// `product.place`, unique in the catalogue.
    package let id: String
    /// What it is.
    package let title: String
    /// Globs with the placeholders of ``PathTemplate``.
    package let paths: [PathTemplate]
    /// Where it lies inside a container of the product, in addition; looked for below the roots of containers alone.
    package var containerPaths: [PathTemplate] = []
    /// What moves it that no placeholder can say, such as a key of the product's settings file.
    package var movedBy: [String] = []
    /// The container format.
    package let format: Format
    /// What it holds, such as `prompt`, `completion`, `token_ids` or `api_key`.
    package var holds: [String] = []
    /// Where in a file the user's words sit.
    package var content: [ContentLocator] = []
    /// The endings of files beside it that hold parts of it; databases of SQLite have theirs without being asked.
    package var sidecars: [String] = []
    /// Whether it is written when nothing is set: `on`, `off`, `conditional`, `never`, `unknown`.
    package var standard = "unknown"
    /// The permissions it is written with.
    package var mode = Mode.unknown
    /// How long it is kept, and what deleting a chat really removes.
    package var retention: String?
    /// How to stop it being written.
    package var disable: String?
    /// How to remove it.
    package var purge: String?
    /// Whether other programs' files lie there too, so that a file is worth telling for its content alone.
    package var isShared = false
    /// How sure the entry is.
    package var confidence = Confidence.high

    package init(id: String, title: String, paths: [PathTemplate], format: Format) {
        self.id = id
        self.title = title
        self.paths = paths
        self.format = format
        if format == .sqlite { sidecars = Self.sidecarsOfSQLite }
    }

    /// The write-ahead log, its index and the rollback journal (sqlite.org/tempfiles.html).
    package static let sidecarsOfSQLite = ["-wal", "-shm", "-journal"]

    /// The container formats of the catalogue: those that are read, and two sorts of folders.
    package enum Format: String, CaseIterable, Sendable {
        case text
        case json
        case jsonLines = "jsonl"
        case markdown
        case yaml
        case toml
        case notebook
        case sqlite
        case levelDB = "leveldb"
        case png
        case webP = "webp"
        case jpeg
        case archive
        case compressed
        case pickle
        case safetensors
        case gguf
        case llamaState = "llama-state"
        case qtChat = "qt-chat"
        case journal
        case memory
        case binary
        /// A folder with files of a kind of its own.
        case directory
        /// Files of several formats, each recognised by itself.
        case mixed
    }

    /// The permissions that a product gives to what it writes.
    package enum Mode: String, CaseIterable, Sendable {
        /// 0600, or below a folder that is 0700.
        case ownerOnly = "owner-only"
        /// Readable by everyone, whatever the process's mask says.
        case worldReadable = "world-readable"
        /// What the process's mask leaves of 0666: with 022 readable by everyone.
        case umask
        /// For the system's own users and groups.
        case system
        case mixed
        case unknown
    }

    /// How sure an entry of the catalogue is.
    package enum Confidence: String, CaseIterable, Sendable {
        /// Read in the product's source or documentation, or seen.
        case high
        /// Read in parts, or of another version.
        case medium
        /// Not confirmed; a report has to say so.
        case low
    }
}
