internal import CLinux
internal import Glibc

/// Earshot's own small programs in the kernel, which tell whose sockets send what.
///
/// They are bound to the outermost control group that is visible, so they see the sockets of every process in it, in
/// every network namespace. The note on a socket is made when it is made, and again when another process connects it or
/// sends datagrams with it. The first packet of a flow is told of after the kernel has given it its ports and before it
/// reaches an interface. They change nothing, and end with Earshot's descriptors, also when Earshot is killed.
///
/// Not for two threads at once.
@safe final class KernelPrograms {
    /// How many sockets, and how many flows, the kernel keeps in mind; the least used go first.
    static let socketLimit: UInt32 = 1 << 15

    /// How much room records have until they are taken, in bytes: about 9,000 of them.
    static let roomForRecords: UInt32 = 1 << 20

    private var tables = clinux_tables()
    private let ring: OpaquePointer
    private let links: [Int32]

    /// Puts the programs in place.
    ///
    /// - Parameter root: where the process file system is.
    /// - Throws: ``KernelProgramsRefusal`` when the kernel refuses any of them.
    init(root: String = "/proc") throws(KernelProgramsRefusal) {
        try Self.checkNumbers(root: root)
        let path = ControlGroupMount.path(root: root)
        let group = path.map { unsafe open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) } ?? clinux_control_groups()
        guard group >= 0 else {
            throw path == nil
                ? KernelProgramsRefusal(kind: .noControlGroups, step: .links) : Self.refusal(-errno, at: .links)
        }
        defer { Glibc.close(group) }
        let made = unsafe clinux_tables_make(&tables, Self.socketLimit, Self.roomForRecords)
        guard made == 0 else { throw Self.refusal(made, at: .tables) }
        do throws(KernelProgramsRefusal) {
            links = try Self.bind(tables, to: group)
        } catch {
            Self.close(tables)
            throw error
        }
        guard let ring = unsafe clinux_ring_open(&tables, Self.roomForRecords) else {
            links.forEach { Glibc.close($0) }
            Self.close(tables)
            throw KernelProgramsRefusal(kind: .other(ENOMEM), step: .reading)
        }
        unsafe self.ring = unsafe ring
    }

    deinit {
        unsafe clinux_ring_close(ring)
        links.forEach { Glibc.close($0) }
        Self.close(tables)
    }

    /// The descriptor that becomes readable when there are records.
    var descriptor: Int32 { tables.records }

    /// How many records were lost because nobody took the ones before.
    var lost: UInt64 { unsafe clinux_records_lost(&tables) }

    /// The next record.
    func next() -> KernelRecord? {
        var record = clinux_record()
        while unsafe clinux_ring_next(ring, &record) {
            if let record = KernelRecord(record) { return record }
        }
        return nil
    }

    /// Whose a socket is, by the kernel's number for it; nothing when the socket is older than the programs.
    func claim(onSocket cookie: UInt64) -> SocketClaim? {
        var owner = clinux_owner()
        guard unsafe clinux_owner_find(&tables, cookie, &owner) == 0 else { return nil }
        return SocketClaim(owner)
    }

    // MARK: Putting in place

    /// The kernel's own number for the process namespace that it starts with.
    private static let firstProcessNamespace: UInt64 = 0xEFFF_FFFC

    private static func checkNumbers(root: String) throws(KernelProgramsRefusal) {
        guard let link = try? SystemFiles.link(root + "/self/ns/pid"),
            let number = Array(link.utf8).split(whereSeparator: { !(0x30...0x39).contains($0) }).last?.decimal,
            number == firstProcessNamespace
        else { throw KernelProgramsRefusal(kind: .foreignNumbers, step: .programs) }
    }

    private static func bind(
        _ tables: clinux_tables, to group: Int32
    ) throws(KernelProgramsRefusal) -> [Int32] {
        var tables = tables
        var links: [Int32] = []
        for program in 0..<CLINUX_PROGRAM_COUNT.rawValue {
            let loaded = unsafe clinux_program_load(program, &tables, nil, 0)
            let link = loaded < 0 ? loaded : clinux_program_bind_group(program, loaded, group)
            if loaded >= 0 { Glibc.close(loaded) }
            guard link >= 0 else {
                links.forEach { Glibc.close($0) }
                throw refusal(link, at: loaded < 0 ? .programs : .links)
            }
            links.append(link)
        }
        return links
    }

    private static func refusal(
        _ status: Int32, at step: KernelProgramsRefusal.Step
    ) -> KernelProgramsRefusal {
        let kind: KernelProgramsRefusal.Kind =
            switch 0 &- status {
            case EPERM, EACCES: .notPermitted
            case EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP: .notInKernel
            case let number: .other(number)
            }
        return KernelProgramsRefusal(kind: kind, step: step)
    }

    private static func close(_ tables: clinux_tables) {
        for table in [tables.sockets, tables.told, tables.records, tables.lost] {
            Glibc.close(table)
        }
    }
}
