internal import Observation

/// The processes that had flows lately, each with its folder of descriptors kept open.
///
/// A connection may live for less than a millisecond, which is less than it takes to read all descriptors of some processes.
/// A new descriptor takes the lowest free number, so the next socket of a process mostly has the number of its last one, or
/// one close to it: a handful of links tells.
///
/// An open folder shows nothing any more once its process ended, so a later process of the same number is never taken for it.
struct WarmProcesses {
    /// How long a process stays warm after its last flow, in milliseconds.
    static let lifetime: Int64 = 5_000

    /// The most that are kept.
    static let limit = 64

    /// How many are looked into for one socket, the latest first.
    static let searchLimit = 8

    /// How far from the number of a process's last socket the next one is looked for, in this order.
    static let steps: [Int32] = [0, -1, 1, -2, 2, -3, 3, -4, 4]

    /// The most links that are read to learn where a socket is.
    private static let linkLimit = 1_024

    /// A process, and where its last socket was.
    private struct Process {
        let identity: ProcessIdentity
        let descriptors: Folder
        var number: Int32
        var lastFlow: Instant
    }

    private let root: String
    /// The one with the latest flow first.
    private var processes: [Process] = []

    init(root: String = "/proc") {
        self.root = root
    }

    /// The numbers of the processes that are warm.
    var pids: [Int32] { processes.map(\.identity.pid) }

    /// The process that has a socket open, when a look around its last one shows it.
    mutating func find(_ inode: UInt64, now: Instant) -> ProcessIdentity? {
        // The likeliest number of each comes before the less likely ones of any.
        for step in Self.steps {
            for index in processes.indices.prefix(Self.searchLimit) {
                let number = processes[index].number + step
                guard number >= 0, let found = try? processes[index].descriptors.socketInode(of: String(number)),
                    found == inode
                else { continue }
                var process = processes.remove(at: index)
                process.number = number
                process.lastFlow = now
                processes.insert(process, at: 0)
                return process.identity
            }
        }
        return nil
    }

    /// Notes that a process had a flow, and of one that was not warm, where its socket is.
    mutating func note(_ identity: ProcessIdentity, inode: UInt64, now: Instant) {
        if let index = processes.firstIndex(where: { $0.identity == identity }) {
            var process = processes.remove(at: index)
            process.lastFlow = now
            processes.insert(process, at: 0)
        } else if let opened = try? DescriptorTable.open(identity.pid, root: root), opened.identity == identity {
            let number = opened.folder.number(ofSocket: inode, limit: Self.linkLimit) ?? Self.firstNumber
            processes.insert(
                Process(identity: identity, descriptors: opened.folder, number: number, lastFlow: now), at: 0)
            if processes.count > Self.limit { processes.removeLast() }
        }
    }

    /// Lets those go that had no flow for a while.
    mutating func cool(now: Instant) {
        processes.removeAll { $0.lastFlow + Self.lifetime <= now }
    }

    /// The lowest number that is not that of a standard stream.
    private static let firstNumber: Int32 = 3
}
