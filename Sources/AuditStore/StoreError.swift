internal import GRDB
internal import Glibc

/// Why the store is not used.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// It, or the folder that it would lie in, belongs to another user, or is no file of its own.
        case notOwn
        /// It was made by a later version.
        case later
        /// It is no store, or damaged.
        case damaged
        /// Another program is writing in it.
        case locked
        /// It can be read and not be written.
        case readOnly
        /// The system failed, with the number of its error.
        case system(Int32)
        /// Anything else, with SQLite's number.
        case other(Int32)
    }

    package let kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// Finds out what an error of the library says.
    init(_ error: any Error) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.damaged)
            return
        }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self.init(.damaged)
        // A table or column that is missing; nobody but a damage takes it away.
        case .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: self.init(.damaged)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.locked)
        case .SQLITE_READONLY: self.init(.readOnly)
        default: self.init(.other(error.extendedResultCode.rawValue))
        }
    }

    package var description: String {
        switch kind {
        case .notOwn: "it belongs to another user, or is a link"
        case .later: "a later version made it"
        case .damaged: "it is damaged"
        case .locked: "another program is writing in it"
        case .readOnly: "it can't be written"
        case .system(let number): unsafe String(cString: strerror(number)).lowercased()
        case .other(let number): "SQLite error \(number)"
        }
    }
}
