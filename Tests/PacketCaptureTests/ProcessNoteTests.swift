import Foundation
import Observation
import PacketCapture
import Testing

@Suite("Processes in capture files")
struct ProcessNoteTests {
    private static func read(_ build: (inout FileBytes) -> Void) -> ReadFile {
        var file = FileBytes()
        file.section()
        file.interface(1, [(9, [9])])
        build(&file)
        return ReadFile(file.bytes)
    }

    private static func comments(_ texts: [String]) -> [(Int, [UInt8])] { texts.map { (1, Array($0.utf8)) } }

    @Test("comments of ptcpdump are read")
    func ptcpdump() throws {
        let texts = [
            "PID: 123\nCmd: /usr/bin/python3\nArgs: python3 app.py --url=http://x", "ThreadId: 124\nThreadName: worker",
            "UserId: 1000\nGroupId: 1000", "ParentPID: 1\nParentCmd: /usr/lib/systemd/systemd\nParentArgs: init",
            "ContainerName: web\nContainerId: abcdef\nContainerImage: nginx:1\nContainerLabels: {}",
        ]
        let read = Self.read { file in for _ in 0..<3 { file.packet(1, [1], Self.comments(texts)) } }
        let process = try #require(read.processes[0])
        #expect(read.packets.map(\.record.process) == [0, 0, 0])
        #expect(read.notes.filter { if case .process = $0 { true } else { false } }.count == 1)
        #expect((process.pid, process.name, process.path) == (123, "python3", "/usr/bin/python3"))
        #expect(process.commandLine == ["python3", "app.py", "--url=http://x"])
        #expect((process.parentPID, process.parentName, process.userID) == (1, "systemd", 1_000))
        #expect(process.container == "abcdef")
    }

    @Test(
        "comments of others are read",
        arguments: [
            ("rustnet process=curl pid=77 ppid=9 uid=0 direction=outgoing app=HTTPS sni=a.example", "curl", 77),
            ("PID=77", nil, 77), ("PID: 77, ProcName: curl, EPID: 0, EProcName: , SVC: BE", "curl", 77),
            ("pid 77 curl · parent bash · unit user.slice", "curl", 77), ("process curl · parent bash", "curl", nil),
        ] as [(String, String?, UInt32?)])
    func others(text: String, name: String?, pid: UInt32?) {
        let read = Self.read { $0.packet(1, [1], Self.comments([text])) }
        #expect(read.processes[0]?.name == name)
        #expect(read.processes[0]?.pid == pid)
    }

    @Test(
        "other comments speak of no process",
        arguments: ["look: here", "retransmission of 5", "url=http://x/?process", "pid of the server?", ""])
    func noProcess(text: String) {
        let read = Self.read { $0.packet(1, [1], Self.comments([text])) }
        #expect(read.processes.isEmpty)
        #expect(read.packets.first?.record.process == -1)
        #expect(read.notes.contains(.comment(text)) == !text.isEmpty)
    }

    @Test("a number that was used again stands for the process that had it at the time")
    func reuse() {
        func start(_ time: UInt64) -> (Int, [UInt8]) { (9, FileBytes().u64(time)) }
        let read = Self.read { file in
            file.process(500, [(2, Array("first".utf8)), start(1_000)])
            file.process(500, [(2, Array("second".utf8)), start(2_000)])
            file.process(600, [(2, Array("old".utf8))])
            file.process(600, [(2, Array("new".utf8))])
            for (time, pid) in [(1_500, 500), (2_500, 500), (1, 500), (5, 600), (5, 700), (5, 0)] {
                file.packet(UInt64(time), [1], [(8, file.u32(pid) + file.u32(0))])
            }
        }
        let names = read.packets.map { read.processes[$0.record.process]?.name }
        #expect(names == ["first", "second", "first", "new", nil, nil])
        #expect(read.packets[4].record.process >= 0 && read.packets[5].record.process == -1)
    }

    @Test("a description that follows its packets is told for the same place")
    func late() {
        let read = Self.read { file in
            file.packet(1, [1], [(8, file.u32(9) + file.u32(0))])
            file.process(9, [(2, Array("late".utf8))])
            file.packet(1, [1], [(8, file.u32(9) + file.u32(0))])
        }
        #expect(read.packets.map(\.record.process) == [0, 0])
        #expect(read.processes[0]?.name == "late")
    }

    @Test("Apple's process blocks are followed, and the process that another acts for counts")
    func darwin() {
        let read = Self.read { file in
            file.block(0x8000_0001, file.u32(501) + file.options([(2, Array("mDNSResponder".utf8))]))
            file.block(0x8000_0001, file.u32(1) + file.options([(2, Array("launchd".utf8))]))
            file.packet(1, [1], [(32_769, file.u32(0))])
            file.packet(1, [1], [(32_769, file.u32(0)), (32_771, file.u32(1))])
            file.packet(1, [1], [(32_769, file.u32(9))])
        }
        #expect(read.packets.map(\.record.process) == [0, 1, -1])
        #expect(read.processes[1]?.name == "launchd")
    }

    @Test("a flood of processes and comments is bounded and counted")
    func flood() {
        let read = Self.read { file in
            for pid in 1...66_000 { file.packet(1, [], [(8, file.u32(pid) + file.u32(0))]) }
            for _ in 0..<300 { file.process(5, [(9, FileBytes().u64(UInt64.random(in: 0...9_999)))]) }
        }
        #expect(read.packets.count == 66_000)
        #expect(read.processes.count == 65_536)
        #expect(read.packets.last?.record.process == -1)
        #expect(read.summary.notesBeyondLimit > 400)
    }
}
