/// What is taken from one line of `/proc/PID/stat`.
///
/// Layout: proc_pid_stat(5). The name stands in parentheses and may itself hold any of them, so the fields behind it are
/// counted from the last one.
struct ProcessStatus: Equatable, Sendable {
    let identity: ProcessIdentity
    let name: String
    let parentPID: Int32

    /// Reads a line; nothing when it ends before the start time or a number is none.
    init?(parsing bytes: [UInt8]) {
        guard let opening = bytes.firstIndex(of: UInt8(ascii: "(")),
            let closing = bytes.lastIndex(of: UInt8(ascii: ")")), opening < closing
        else { return nil }
        let fields = bytes[(closing + 1)...].split { $0 == 0x20 || $0 == 0x0A }
        // Field 3, the state, is the first behind the name; 4 is the parent and 22 the start.
        guard fields.count >= 20,
            let pid = bytes[..<opening].words.first?.decimal.flatMap(Int32.init(exactly:)),
            let parent = fields[1].decimal.flatMap(Int32.init(exactly:)),
            let start = fields[19].decimal
        else { return nil }
        identity = ProcessIdentity(pid: pid, startTicks: start)
        name = bytes[(opening + 1)..<closing].text
        parentPID = parent
    }
}
