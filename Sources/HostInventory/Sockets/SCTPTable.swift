internal import Observation

/// The kernel's table of SCTP associations as text: `/proc/PID/net/sctp/assocs`.
///
/// Each line is one association: 13 columns of a fixed meaning, and behind them as many addresses as its two ends have.
/// Layout: `net/sctp/proc.c` of the kernel.
enum SCTPTable {
    /// One association.
    struct Association: Equatable {
        let localPort: UInt16
        let remotePort: UInt16
        let inode: UInt64
    }

    /// Reads the table; lines that do not read as such are passed over, the first, of titles, among them.
    static func associations(in bytes: [UInt8]) -> [Association] {
        bytes[...].lines.compactMap { line in
            let words = line.words
            guard words.count >= 13, let inode = words[10].decimal,
                let local = words[11].decimal.flatMap(UInt16.init(exactly:)),
                let remote = words[12].decimal.flatMap(UInt16.init(exactly:))
            else { return nil }
            return Association(localPort: local, remotePort: remote, inode: inode)
        }
    }
}
