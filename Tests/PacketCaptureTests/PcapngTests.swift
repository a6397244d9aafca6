import Foundation
import Observation
import PacketCapture
import TestSupport
import Testing

@Suite("Reading pcapng")
struct PcapngTests {
    /// A section with one of everything, in either byte order.
    static func everything(isBig: Bool = false) -> FileBytes {
        var file = FileBytes()
        file.section(isBig: isBig, [(1, Array("made by hand".utf8)), (3, Array("Linux".utf8)), (4, Array("app".utf8))])
        file.interface(
            1, snap: 96,
            [(2, Array("eth0".utf8)), (9, [9]), (11, [0] + Array("tcp".utf8)), (4, [10, 0, 0, 1, 255, 0, 0, 0])])
        file.interface(101, [(2, Array("tun0".utf8)), (9, [0x8A]), (14, file.u64(100))])
        file.process(
            500,
            [
                (2, Array("ollama".utf8)), (3, Array("/usr/bin/ollama".utf8)), (4, Array("ollama\0serve".utf8)),
                (5, FileBytes().u32(1)), (6, FileBytes().u32(1_000)), (7, Array("alice".utf8)),
            ])
        file.block(10, file.u32(0x544C_534B) + file.u32(5) + Array("KEYS!".utf8))
        file.block(10, file.u32(0x5747_4B4C) + file.u32(1) + [1])
        let names = file.u16(1) + file.u16(9) + FileBytes.padded([10, 0, 0, 2] + Array("host\0".utf8)) + file.u32(0)
        file.block(4, names)
        file.packet(5_000_000_007, [1, 2, 3], [(2, file.u32(2)), (8, file.u32(500) + file.u32(7))])
        file.packet(
            2_048 + 512, [4, 5, 6, 7], interface: 1, original: 1_500, [(4, file.u64(3)), (1, Array("odd".utf8))])
        // A Simple Packet Block, cut by the interface's snapshot length.
        file.block(3, file.u32(200) + [UInt8](repeating: 9, count: 96))
        // An obsolete Packet Block with five lost before it.
        file.block(
            2,
            file.u16(0) + file.u16(5) + file.u32(1) + file.u32(0) + file.u32(2) + file.u32(2)
                + FileBytes.padded([8, 9]))
        file.block(9, Array("__REALTIME_TIMESTAMP=1\n".utf8))
        file.block(0x201, [0, 0, 0, 0])
        file.block(0x0BAD, file.u32(1) + [1, 2, 3, 4])
        file.block(5, file.u32(0) + file.u64(0) + file.options([(5, file.u64(11)), (7, file.u64(22))]))
        file.block(5, file.u32(0) + file.u64(0) + file.options([(5, file.u64(12)), (7, file.u64(22))]))
        return file
    }

    @Test("everything that a file says is told, in either byte order", arguments: [false, true])
    func everything(isBig: Bool) throws {
        let read = ReadFile(Self.everything(isBig: isBig).bytes)
        #expect(read.fault == nil)
        #expect(read.packets.map(\.bytes) == [[1, 2, 3], [4, 5, 6, 7], [UInt8](repeating: 9, count: 96), [8, 9]])
        let times: [Int64] = [5_000_000_007, 102_500_000_000, 102_500_000_000, 4_294_967_296]
        #expect(read.packets.map(\.record.timestamp.nanoseconds) == times)
        #expect(read.packets.map(\.record.originalLength) == [3, 1_500, 200, 2])
        #expect(read.packets.map(\.record.dataLink) == [1, 12, 1, 1])
        #expect(read.packets.map(\.record.interface) == [0, 1, 0, 0])
        #expect(read.packets.map(\.record.direction) == [.outbound, .unknown, .unknown, .unknown])
        #expect(read.packets.map(\.record.process) == [0, -1, -1, -1])
        var ollama = CapturedProcess(pid: 500, name: "ollama")
        (ollama.path, ollama.commandLine, ollama.parentPID) = ("/usr/bin/ollama", ["ollama", "serve"], 1)
        (ollama.userID, ollama.user) = (1_000, "alice")
        #expect(read.processes == [0: ollama])
        #expect(read.notes.contains(.tlsKeyLog(Array("KEYS!".utf8))))
        #expect(read.notes.contains(.name(IPAddress(v4: 0x0A00_0002), "host")))
        #expect(read.notes.contains(.lost(interface: 1, packets: 3)))
        #expect(read.notes.contains(.lost(interface: 0, packets: 5)))
        #expect(read.notes.contains(.comment("odd")))
        let sections = [CaptureSection(application: "app", operatingSystem: "Linux", comments: ["made by hand"])]
        #expect(read.notes.compactMap { if case .section(let section) = $0 { section } else { nil } } == sections)
        let interfaces = read.notes.compactMap { if case .interface(_, let interface) = $0 { interface } else { nil } }
        #expect(interfaces.map(\.name) == ["eth0", "tun0"])
        #expect(interfaces.map(\.filter) == ["tcp", nil])
        #expect(interfaces.first?.addresses == [IPAddress(v4: 0x0A00_0001)])
        #expect(
            read.summary.unreadBlocks == [
                "systemd journal entry": 1, "Sysdig event": 1, "custom block": 1, "secrets of WireGuard": 1,
            ])
        #expect(read.summary.packetsWithoutTime == 1)
        #expect(read.summary.statistics.received == 4)
        #expect(read.summary.statistics.droppedByInterface == 12)
        #expect(read.summary.statistics.droppedByKernel == 22)
        #expect(read.summary.malformedBlocks == 0)
    }

    @Test("it does not matter in what pieces the bytes come", arguments: [1, 3, 7, 64, 300])
    func pieces(size: Int) {
        let bytes = Self.everything().bytes
        #expect(ReadFile(bytes, pieces: size) == ReadFile(bytes))
    }

    @Test(
        "every shorter prefix gives the packets that are whole and says that it was cut off", arguments: [false, true])
    func prefixes(isBig: Bool) {
        let bytes = Self.everything(isBig: isBig).bytes
        let whole = ReadFile(bytes)
        var ends = 0
        for length in 0..<bytes.count {
            let read = ReadFile(Array(bytes.prefix(length)))
            #expect(read.packets == Array(whole.packets.prefix(read.packets.count)))
            if read.fault == nil { ends += 1 } else { #expect(length < 4 || read.fault == .truncated) }
        }
        // Between two of its sixteen blocks a file may end.
        #expect(ends == 15)
    }

    @Test("random bytes behind a proper beginning never trap")
    func random() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            var file = FileBytes()
            file.section(isBig: Bool.random(using: &generator))
            file.interface(1, [(9, generator.bytes(1)), (14, generator.bytes(8))])
            for _ in 0..<4 {
                let types = [1, 2, 3, 4, 5, 6, 9, 10, 0x0BAD, 0x8000_0001, 0x0A0D_0D0A]
                let size = 4 * Int.random(in: 0...24, using: &generator)
                var body = generator.bytes(size)
                // Small numbers pass more checks.
                for index in body.indices where index % 4 != 0 && Bool.random(using: &generator) { body[index] = 0 }
                file.block(types.randomElement(using: &generator) ?? 6, body)
            }
            _ = ReadFile(file.bytes)
        }
        for _ in 0..<2_000 {
            var bytes = Self.everything(isBig: Bool.random(using: &generator)).bytes
            for _ in 0..<6 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = ReadFile(bytes, pieces: 100)
        }
    }

    @Test("lengths that lie end the file or are stepped over, and what came before is kept")
    func lies() {
        func file(_ change: (inout FileBytes) -> Void) -> ReadFile {
            var file = FileBytes()
            file.section()
            file.interface()
            file.packet(1, [1])
            change(&file)
            file.packet(2, [2])
            return ReadFile(file.bytes)
        }
        let trailer = file { $0.bytes += $0.u32(6) + $0.u32(12) + $0.u32(16) }
        #expect(trailer.packets.count == 1 && trailer.fault == .blockTrailer)
        let short = file { $0.bytes += $0.u32(6) + $0.u32(8) + $0.u32(8) }
        #expect(short.packets.count == 1 && short.fault == .blockLength)
        let huge = file { $0.bytes += $0.u32(6) + $0.u32(0x7FFF_FFFF) }
        #expect(huge.packets.count == 1 && huge.fault == .blockLength)
        let captured = file { $0.block(6, $0.u32(0) + $0.u64(0) + $0.u32(99) + $0.u32(99)) }
        #expect(captured.packets.count == 2 && captured.summary.malformedBlocks == 1)
        let interface = file { $0.packet(5, [1], interface: 7) }
        #expect(interface.packets.count == 2 && interface.summary.packetsWithoutInterface == 1)
        let option = file { file in
            file.block(6, file.u32(0) + file.u64(0) + file.u32(0) + file.u32(0) + file.u16(1) + file.u16(999))
        }
        #expect(option.packets.count == 3)
        let secrets = file { $0.block(10, $0.u32(0x544C_534B) + $0.u32(999)) }
        #expect(secrets.packets.count == 2 && secrets.summary.malformedBlocks == 1)
    }

    @Test("sections of both byte orders follow one another, and their interfaces are counted on")
    func sections() {
        var file = FileBytes()
        file.section()
        file.interface(1, [(9, [6])])
        file.packet(1_000_000, [1])
        file.section(isBig: true)
        file.interface(113, [(9, [3])])
        file.packet(2_000, [2])
        let read = ReadFile(file.bytes)
        #expect(read.packets.map(\.record.interface) == [0, 1])
        #expect(read.packets.map(\.record.dataLink) == [1, 113])
        #expect(read.packets.map(\.record.timestamp.nanoseconds) == [1_000_000_000, 2_000_000_000])
    }

    @Test(
        "each resolution gives the right moment",
        arguments: [
            (0, 3, 3_000_000_000), (3, 1_500, 1_500_000_000), (12, 1_000_999, 1_000), (0x80, 2, 2_000_000_000),
            (0x81, 3, 1_500_000_000), (0xBF, 1 << 62, 500_000_000), (19, 10_000_000_000, 1),
        ] as [(UInt8, UInt64, Int64)])
    func resolutions(value: UInt8, ticks: UInt64, nanoseconds: Int64) {
        var file = FileBytes()
        file.section()
        file.interface(1, [(9, [value])])
        file.packet(ticks, [])
        file.packet(.max, [])
        let read = ReadFile(file.bytes)
        #expect(read.packets.first?.record.timestamp.nanoseconds == nanoseconds)
        #expect(read.packets.count == 2)
    }
}
