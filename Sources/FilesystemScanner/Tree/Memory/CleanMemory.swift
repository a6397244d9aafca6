internal import Observation

/// What is remembered of earlier scans: which files were read to their end and held nothing of interest.
///
/// A file is remembered as one number, a keyed hash of its device, inode, size and times together with all that decides
/// what is of interest. Neither names nor contents are among it.
package struct CleanMemory: Sendable {
    /// A folder, by its device and inode.
    package struct Folder: Hashable, Sendable {
        package let device: UInt64
        package let inode: UInt64

        package init(device: UInt64, inode: UInt64) {
            self.device = device
            self.inode = inode
        }
    }

    /// The key of the hash, which must differ between what different patterns and readers found clean.
    let key: SipHash.Key
    /// Files that changed less than so many seconds before they were read are not remembered, because a later change
    /// might leave the same times.
    let settlingSeconds: Int64
    /// Gives the numbers that are remembered of a folder, in ascending order.
    let recall: @Sendable (Folder) -> [UInt64]
    /// Takes all numbers of a folder, in ascending order, in the place of those before.
    let remember: @Sendable (Folder, [UInt64]) -> Void

    package init(
        key: SipHash.Key, settlingSeconds: Int64 = 2, recall: @escaping @Sendable (Folder) -> [UInt64],
        remember: @escaping @Sendable (Folder, [UInt64]) -> Void
    ) {
        self.key = key
        self.settlingSeconds = settlingSeconds
        self.recall = recall
        self.remember = remember
    }

    /// The number of a file as it is now.
    func number(of status: FileStatus) -> UInt64 {
        var hash = SipHash(key)
        hash.add(status.identity.device)
        hash.add(status.identity.inode)
        hash.add(UInt64(bitPattern: status.size))
        hash.add(UInt64(bitPattern: status.modified.nanoseconds))
        hash.add(UInt64(bitPattern: status.changed.nanoseconds))
        return hash.finish()
    }

    /// Whether a file has been left alone for long enough to be remembered.
    func isSettled(_ status: FileStatus, at now: Timestamp) -> Bool {
        status.changed.nanoseconds <= now.nanoseconds - settlingSeconds * 1_000_000_000
    }
}
