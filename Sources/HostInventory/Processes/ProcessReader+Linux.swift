internal import Glibc
internal import Observation

/// Reads what the kernel shows of single processes.
struct ProcessReader: Sendable {
    /// Where the process file system is; another place only in tests.
    let root: String
    let users: HostUsers
    /// When the machine started, in seconds since the epoch.
    private let bootSeconds: Int64?
    private let ticksPerSecond: Int64

    /// The longest command line that is taken in.
    static let commandLineLimit = 64 << 10

    init(root: String = "/proc", users: HostUsers = HostUsers()) {
        self.root = root
        self.users = users
        ticksPerSecond = max(1, Int64(sysconf(Int32(_SC_CLK_TCK))))
        let status = (try? SystemFiles.bytes(of: root + "/stat", limit: 1 << 20).bytes) ?? []
        let line = status[...].lines.first { $0.starts(with: "btime ") }
        bootSeconds = line?.words.last?.decimal.flatMap(Int64.init(exactly:))
    }

    /// The numbers of the processes that are there, in ascending order.
    func processIDs() throws(ReadFailure) -> [Int32] {
        try SystemFiles.names(in: root).compactMap { name in
            guard let first = name.utf8.first, (0x31...0x39).contains(first) else { return nil }
            return Int32(name)
        }.sorted()
    }

    /// Name, parent and start.
    func status(of pid: Int32) throws(ReadFailure) -> ProcessStatus {
        let bytes = try SystemFiles.bytes(of: "\(root)/\(pid)/stat", limit: 4096).bytes
        guard let status = ProcessStatus(parsing: bytes) else { throw .gone }
        return status
    }

    /// A time since the machine started in the unit that the starts of processes have.
    func ticks(bootNanoseconds: UInt64) -> UInt64 {
        let (seconds, rest) = bootNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let perSecond = UInt64(ticksPerSecond)
        // What the kernel counts in a second is 100, or a few hundred.
        return seconds &* perSecond &+ rest &* perSecond / 1_000_000_000
    }

    /// Everything of a record but the forebears.
    ///
    /// - Throws: ``ReadFailure/gone`` when the process ended meanwhile. That what needs a privilege stays unknown is no
    ///   error.
    func record(of pid: Int32) throws(ReadFailure) -> ProcessRecord {
        let status = try status(of: pid)
        let folder = "\(root)/\(pid)"
        var record = ProcessRecord(identity: status.identity, name: status.name, parentPID: status.parentPID)
        record.startTime = bootSeconds.map { boot in
            let ticks = Int64(clamping: status.identity.startTicks)
            let part = ticks % ticksPerSecond * 1_000_000_000 / ticksPerSecond
            return Timestamp(seconds: boot + ticks / ticksPerSecond, nanoseconds: part)
        }
        if let bytes = try? SystemFiles.bytes(of: folder + "/cmdline", limit: Self.commandLineLimit).bytes {
            record.arguments = Self.arguments(in: bytes)
        }
        if let target = try? SystemFiles.link(folder + "/exe") {
            record.executable = target.hasSuffix(" (deleted)") ? String(target.dropLast(10)) : target
        }
        if let bytes = try? SystemFiles.bytes(of: folder + "/status", limit: 8192).bytes {
            record.userID = Self.userID(in: bytes)
            record.userName = record.userID.map { users.name(of: $0) }
        }
        if let bytes = try? SystemFiles.bytes(of: folder + "/cgroup", limit: 16 << 10).bytes {
            let group = ControlGroup(parsing: bytes)
            record.unit = group.unit
            record.container = group.container
        }
        if let link = try? SystemFiles.link(folder + "/ns/net") {
            record.networkNamespace = Array(link.utf8).split { !(0x30...0x39).contains($0) }.last?.decimal
        }
        record.script = Interpreter.script(program: record.program, arguments: record.arguments)
        return record
    }

    /// The arguments in what `/proc/PID/cmdline` holds: each is ended by a zero byte.
    ///
    /// A program that overwrites its title leaves blanks instead of zero bytes; its first word is then the program.
    static func arguments(in bytes: [UInt8]) -> [String] {
        var bytes = bytes[...]
        while bytes.last == 0 { bytes.removeLast() }
        guard !bytes.isEmpty else { return [] }
        return bytes.split(separator: 0, omittingEmptySubsequences: false).map(\.text)
    }

    /// The effective user in what `/proc/PID/status` holds.
    static func userID(in bytes: [UInt8]) -> UInt32? {
        guard let line = bytes[...].lines.first(where: { $0.starts(with: "Uid:") }) else { return nil }
        let words = line.words
        guard words.count >= 3 else { return nil }
        return words[2].decimal.flatMap(UInt32.init(exactly:))
    }
}
