/// One version of one key in a LevelDB: a value, or that it was deleted.
struct LevelDBRecord {
    let key: [UInt8]
    let value: [UInt8]
    /// Counts the writes of the whole store; of two versions the one with the higher number is the newer.
    let sequence: UInt64
    let isDeletion: Bool
}

/// What reads a file of a LevelDB and takes its records; asked for no more after a no.
typealias LevelDBVisitor = (LevelDBRecord) -> Bool
