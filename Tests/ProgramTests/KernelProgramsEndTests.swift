import Foundation
import Testing

/// What an audit puts into the kernel, and that a killed one leaves nothing there.
@Suite("the program: what it puts into the kernel; needs root and eBPF")
struct KernelProgramsEndTests {
    /// The numbers of the programs that a process has open.
    private func programs(openIn pid: Int32) -> Set<Int> {
        let folder = "/proc/\(pid)/fdinfo"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var found: Set<Int> = []
        for name in names {
            let text = (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
            for line in text.split(separator: "\n") where line.hasPrefix("prog_id:") {
                if let number = Int(line.filter(\.isNumber)) { found.insert(number) }
            }
        }
        return found
    }

    /// Those of some programs that are still in the kernel: 13 asks for one by its number, with one of the libc's calls.
    private func remaining(of programs: Set<Int>) throws -> Set<Int> {
        let code = """
            import ctypes, struct, sys
            libc = ctypes.CDLL(None)
            for number in sys.argv[1:]:
                attributes = ctypes.create_string_buffer(struct.pack("<III", int(number), 0, 0), 128)
                if libc.syscall(\(Self.bpfCall), 13, attributes, 128) >= 0:
                    print(number)
            """
        let found = try run(["/usr/bin/python3", "-c", code] + programs.sorted().map(String.init))
        return Set(found.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) })
    }

    #if arch(arm64)
        private static let bpfCall = 280
    #else
        private static let bpfCall = 321
    #endif

    @Test("a killed audit leaves no program in the kernel")
    func killed() throws {
        let audit = Process()
        audit.executableURL = URL(filePath: Tool.earshot)
        audit.arguments = [
            "audit", "--interface", "lo", "--duration", "60s", "--no-scan", "--no-probe", "--format", "json",
        ]
        audit.standardOutput = FileHandle.nullDevice
        audit.standardError = FileHandle.nullDevice
        try audit.run()
        var open: Set<Int> = []
        let deadline = Date(timeIntervalSinceNow: 20)
        while open.count < 6, Date() < deadline, audit.isRunning {
            usleep(50_000)
            open = programs(openIn: audit.processIdentifier)
        }
        kill(audit.processIdentifier, SIGKILL)
        audit.waitUntilExit()
        guard !open.isEmpty else { return print("skipped: no eBPF here") }
        #expect(open.count == 6)
        // The kernel takes them away a moment after the last descriptor is closed.
        let patience = Date(timeIntervalSinceNow: 10)
        var left = open
        while !left.isEmpty, Date() < patience {
            left = try remaining(of: left)
            usleep(50_000)
        }
        #expect(left.isEmpty)
    }

    @Test("without the privilege an audit says so in its coverage, and attributes by the socket tables")
    func refused() throws {
        guard geteuid() == 0, Tool.path(of: "setpriv") != nil else { return print("skipped: needs root and setpriv") }
        let home = FileManager.default.temporaryDirectory.appending(path: "earshot-refused-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        // Where nobody may enter the folder of the build, a copy is run.
        let program = home.appending(path: "earshot").path
        try FileManager.default.copyItem(atPath: Tool.earshot, toPath: program)
        for path in [home.path, program] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        let nobody =
            "setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all,+net_raw --ambient-caps=-all,+net_raw"
        let audit = "audit --interface lo --duration 0.1s --no-scan --no-probe --format json"
        let arguments = nobody.split(separator: " ") + [Substring(program)] + audit.split(separator: " ")
        let (_, output, _) = try run(arguments.map(String.init) + ["--home", home.path], expecting: [0, 1])
        #expect(output.contains("the kernel does not permit eBPF: needs cap_bpf, cap_perfmon and cap_net_admin"))
    }
}
