internal import Foundation
internal import GRDB
internal import Synchronization

/// What Earshot remembers from scan to scan: one SQLite file that nobody but its owner may read.
///
/// Holds numbers alone: no path, no name and no content ever reaches it. It is a convenience and never needed: what goes
/// wrong with it is told by ``problem``, and the scan goes on without it. May be used from several threads.
package final class AuditStore: Sendable {
    /// The name of the file.
    package static let fileName = "store.sqlite"

    /// Writes wait until so many numbers have come together.
    private static let batch = 1 << 18

    private struct State {
        var pending: [FolderKey: [UInt64]] = [:]
        var pendingCount = 0
        var problem: StoreError?
    }

    private struct FolderKey: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    /// The key of all hashes that are kept; whoever does not know it can't make a file that looks like another.
    package let key: (low: UInt64, high: UInt64)
    private let database: DatabaseQueue
    private let regime: UInt64
    private let isReadOnly: Bool
    private let state = Mutex(State())

    /// Opens the store in a folder, and makes both where they are not there yet.
    ///
    /// - Parameters:
    ///   - folder: An absolute path; it and the file are closed to everybody but their owner.
    ///   - regime: Says by which patterns and readers files are judged, given the key; what one regime found clean says
    ///     nothing to another.
    /// - Throws: ``StoreError`` when it is not this user's, damaged, locked, of a later version, or can't be read.
    package init(
        in folder: String, regime: (_ key: (low: UInt64, high: UInt64)) -> UInt64
    ) throws(StoreError) {
        let path = try StoreFile.prepare(in: folder)
        do {
            (database, isReadOnly) = try StoreFile.open(path)
            key = try database.read(StoreSchema.key)
            self.regime = regime(key)
            if !isReadOnly {
                let own = self.regime
                try database.write { try StoreSchema.use(own, $0) }
            }
        } catch {
            throw StoreError(error)
        }
        if isReadOnly { state.withLock { $0.problem = StoreError(.readOnly) } }
    }

    /// What went wrong with it since it was opened.
    package var problem: StoreError? { state.withLock(\.problem) }

    /// The numbers that are kept of a folder, in ascending order; none where nothing is known.
    package func numbers(device: UInt64, inode: UInt64) -> [UInt64] {
        do {
            return try database.read { try StoreSchema.numbers($0, regime, device, inode) }
        } catch {
            note(error)
            return []
        }
    }

    /// Keeps the numbers of a folder in the place of those before.
    package func keep(_ numbers: [UInt64], device: UInt64, inode: UInt64) {
        guard !isReadOnly else { return }
        let batch = state.withLock { state -> [FolderKey: [UInt64]] in
            guard state.problem == nil else { return [:] }
            state.pending[FolderKey(device: device, inode: inode)] = numbers
            // A folder costs something by itself.
            state.pendingCount += numbers.count + 16
            guard state.pendingCount > Self.batch else { return [:] }
            return Self.takePending(&state)
        }
        write(batch)
    }

    /// Writes what has not been written yet.
    package func flush() {
        write(state.withLock { Self.takePending(&$0) })
    }

    private static func takePending(_ state: inout State) -> [FolderKey: [UInt64]] {
        let pending = state.pending
        state.pending = [:]
        state.pendingCount = 0
        return pending
    }

    private func write(_ batch: [FolderKey: [UInt64]]) {
        guard !batch.isEmpty else { return }
        do {
            try database.write { database in
                for (folder, numbers) in batch {
                    try StoreSchema.keep(database, regime, folder.device, folder.inode, numbers)
                }
            }
        } catch {
            note(error)
        }
    }

    /// How many files and bytes a tree had when it was scanned last; the tree is named by its topmost folder.
    package func totals(device: UInt64, inode: UInt64) -> (files: Int64, bytes: Int64)? {
        do {
            return try database.read { try StoreSchema.totals($0, device, inode) }
        } catch {
            note(error)
            return nil
        }
    }

    /// Keeps how many files and bytes a tree has.
    package func keepTotals(files: Int64, bytes: Int64, device: UInt64, inode: UInt64) {
        guard !isReadOnly, problem == nil else { return }
        do {
            try database.write { try StoreSchema.keepTotals($0, device, inode, files, bytes) }
        } catch {
            note(error)
        }
    }

    private func note(_ error: any Error) {
        state.withLock { $0.problem = $0.problem ?? StoreError(error) }
    }
}
