import Foundation
import Glibc
import Observation
import Testing

@testable import HostInventory

/// Asks the kernel itself; where it does not permit such programs, the suite is skipped.
@Suite("Programs in the kernel", .serialized, .enabled(if: BoundPrograms.arePermitted, "no eBPF here"))
struct KernelProgramsTests {
    private func owners() -> SocketOwners { SocketOwners(localAddresses: [], means: .all) }

    /// Starts a program and waits until it has ended.
    private func run(_ path: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        return process.processIdentifier
    }

    @Test("a program that connected and ended before anybody asked is named, surely", arguments: 0..<20)
    func ended(round: Int) throws {
        let listener = try LoopbackSocket.listening(on: loopback)
        let found = owners()
        let pid = try run("/bin/bash", ["-c", "echo hello > /dev/tcp/127.0.0.1/\(listener.port)"])
        let accepted = try listener.accept()
        let tuple = FlowTuple(
            .tcp, source: SocketAddress(loopback, accepted.peerPort),
            destination: SocketAddress(loopback, listener.port))
        let attribution = found.attribution(of: tuple, at: .now)
        #expect(attribution.source?.process?.pid == pid)
        #expect(attribution.source?.process?.name == "bash")
        #expect(attribution.source?.quality == .socket)
        #expect(attribution.source?.reason == nil)
        #expect(attribution.destination?.process?.pid == getpid())
    }

    @Test("datagrams of a socket that is gone are its process's, though it was not connected")
    func datagrams() throws {
        let server = try LoopbackSocket(.udp, version: .v4)
        try server.bind(to: SocketAddress(loopback, 0))
        let found = owners()
        let code =
            "import socket; s = socket.socket(2, 2); s.bind(('127.0.0.1', 0)); s.sendto(b'x', ('127.0.0.1', \(server.port)));"
            + "print(s.getsockname()[1])"
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", code]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let port = try #require(UInt16(text.filter(\.isNumber)))
        let tuple = FlowTuple(
            .udp, source: SocketAddress(loopback, port), destination: SocketAddress(loopback, server.port))
        let owner = found.attribution(of: tuple, at: .now).source
        #expect(owner?.process?.pid == process.processIdentifier)
        #expect(owner?.quality == .socket)
    }

    @Test("a connection over IPv6 is told of like one over IPv4")
    func version6() throws {
        let listener = try LoopbackSocket.listening(on: loopback6)
        let found = owners()
        let pid = try run("/bin/bash", ["-c", "echo hello > /dev/tcp/::1/\(listener.port)"])
        let accepted = try listener.accept()
        let tuple = FlowTuple(
            .tcp, source: SocketAddress(loopback6, accepted.peerPort),
            destination: SocketAddress(loopback6, listener.port))
        #expect(found.attribution(of: tuple, at: .now).source?.process?.pid == pid)
    }

    @Test("the note on a socket names who made it")
    func claim() throws {
        let programs = try KernelPrograms()
        let socket = try LoopbackSocket(.udp, version: .v4)
        try socket.bind(to: SocketAddress(loopback, 0))
        let kernel = try SocketDiagnosis().sockets(.udp, localPort: socket.port, in: .v4).first
        let claim = try programs.claim(onSocket: #require(kernel?.cookie))
        #expect(claim?.pid == getpid())
        #expect(claim?.userID == geteuid())
        #expect(programs.claim(onSocket: .max) == nil)
    }

    @Test("nothing stays in the kernel when the descriptors are closed")
    func ending() throws {
        // Other tests and other audits bind theirs at the same time, so only what is this test's counts.
        var programs: KernelPrograms? = try KernelPrograms()
        let mine = try BoundPrograms.identifiers(openIn: "self")
        #expect(mine.count >= 6)
        #expect(try BoundPrograms.bound().isSuperset(of: mine))
        #expect(programs?.lost == 0)
        programs = nil
        let left = try BoundPrograms.bound().intersection(
            mine.subtracting(try BoundPrograms.identifiers(openIn: "self")))
        #expect(left.isEmpty)
    }
}

/// The programs that are bound to the outermost control group.
enum BoundPrograms {
    static let arePermitted = (try? KernelPrograms()) != nil

    /// Those that descriptors of a process stand for.
    static func identifiers(openIn process: String) throws -> Set<Int> {
        var found: Set<Int> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fdinfo") {
            guard let text = try? String(contentsOfFile: "/proc/\(process)/fdinfo/\(name)", encoding: .utf8) else {
                continue
            }
            for line in text.split(separator: "\n") where line.hasPrefix("prog_id:") {
                if let number = Int(line.dropFirst(8).filter(\.isNumber)) { found.insert(number) }
            }
        }
        return found
    }

    /// Those that the kernel runs.
    static func bound() throws -> Set<Int> {
        let code = """
            import ctypes, os, struct, sys
            group = os.open(sys.argv[1], os.O_RDONLY)
            libc = ctypes.CDLL(None, use_errno=True)
            for place in (0, 1, 2, 8, 9, 10, 11, 14, 15):
                room = (ctypes.c_uint32 * 512)()
                attributes = ctypes.create_string_buffer(struct.pack("<IIIIQII", group, place, 0, 0, ctypes.addressof(room), 512, 0), 128)
                if libc.syscall(321, 16, attributes, 128) == 0:
                    print(*room[:struct.unpack_from("<I", attributes.raw, 24)[0]])
            """
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", code, try #require(ControlGroupMount.path())]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Set(text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) })
    }

}
