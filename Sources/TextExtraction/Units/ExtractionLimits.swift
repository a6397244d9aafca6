/// The bounds of reading one file; every one that is hit is a ``ExtractionGap``.
package struct ExtractionLimits: Sendable {
    /// How many containers lie in one another.
    package var depth = 6
    /// How large one piece of text is, in bytes; what is longer is handed out in pieces.
    package var unitBytes = 1 << 20
    /// How many bytes all containers of one file unpack to.
    package var unpackedBytes: Int64 = 4 << 30
    /// How many times larger than the packed bytes the unpacked ones are, once they are more than 16 MiB.
    package var unpackingRatio: Int64 = 1_000
    /// How many members are read of one archive, or files of one store.
    package var members = 100_000
    /// How many pieces of text one file has.
    package var units = 10_000_000
    /// How large a document is that is held in memory as a whole, in bytes.
    package var documentBytes = 32 << 20

    package init() {}
}
