import Foundation
import Observation
import PacketCapture
import TestSupport
import Testing

@Suite("Reading classic pcap")
struct ClassicCaptureTests {
    private static func read(isBig: Bool = false, _ build: (inout FileBytes) -> Void) -> ReadFile {
        var file = FileBytes()
        file.isBig = isBig
        build(&file)
        return ReadFile(file.bytes)
    }

    @Test(
        "both byte orders and all resolutions are read",
        arguments: [false, true], [(0xA1B2_C3D4, 5_000), (0xA1B2_3C4D, 5), (0xA12B_3C4D, 5_000)] as [(Int, Int64)])
    func variants(isBig: Bool, variant: (magic: Int, nanoseconds: Int64)) {
        let read = Self.read(isBig: isBig) { file in
            file.classicHeader(magic: variant.magic, link: 101)
            file.classicPacket(1_700_000_000, 5, [1, 2, 3], original: 90)
            file.classicPacket(0xFFFF_FFFF, 0, [])
        }
        #expect(read.fault == nil)
        #expect(read.packets.map(\.bytes) == [[1, 2, 3], []])
        #expect(
            read.packets.first?.record.timestamp == Timestamp(seconds: 1_700_000_000, nanoseconds: variant.nanoseconds))
        #expect(read.packets.last?.record.timestamp == Timestamp(seconds: 0xFFFF_FFFF))
        #expect(read.packets.map(\.record.originalLength) == [90, 0])
        // Files number raw IP otherwise than the library does.
        #expect(read.packets.map(\.record.dataLink) == [12, 12])
        #expect(read.notes == [.interface(0, CapturedInterface(dataLink: 12, snapshotLength: 65_535))])
    }

    @Test("Kuznetzov's longer records are read, with their direction", arguments: [false, true])
    func kuznetzov(isBig: Bool) {
        let read = Self.read(isBig: isBig) { file in
            file.classicHeader(magic: 0xA1B2_CD34, link: 1)
            file.classicPacket(1, 2, [7, 8], extra: file.u32(3) + file.u16(0x800) + [4, 0])
            file.classicPacket(1, 2, [9], extra: file.u32(3) + file.u16(0x800) + [0, 0])
        }
        #expect(read.packets.map(\.bytes) == [[7, 8], [9]])
        #expect(read.packets.map(\.record.direction) == [.outbound, .inbound])
    }

    @Test("the length of the frame check sequence stands beside the link type")
    func checkSequence() {
        let read = Self.read { $0.classicHeader(link: 0x2400_0001) }
        guard case .interface(_, let interface) = read.notes.first else {
            Issue.record("no interface")
            return
        }
        #expect((interface.dataLink, interface.checkSequenceLength) == (1, 4))
    }

    @Test("programs of long ago wrote the lengths the other way round", arguments: [(2, 2), (2, 3), (543, 0)])
    func swapped(version: (Int, Int)) {
        let read = Self.read { file in
            file.classicHeader(version: version, link: 1)
            file.bytes += file.u32(1) + file.u32(0) + file.u32(60) + file.u32(2) + [1, 2]
        }
        #expect(read.packets.map(\.bytes) == [[1, 2]])
        #expect(read.packets.map(\.record.originalLength) == [60])
    }

    @Test("versions and lengths that cannot be are refused, after what came before")
    func refused() {
        #expect(Self.read { $0.classicHeader(version: (3, 0), link: 1) }.fault == .unsupportedVersion)
        let long = Self.read { file in
            file.classicHeader(link: 1)
            file.classicPacket(1, 0, [1])
            file.bytes += file.u32(1) + file.u32(0) + file.u32(262_145) + file.u32(262_145)
        }
        #expect(long.packets.count == 1 && long.fault == .packetLength)
        #expect(ReadFile([]).fault == .notACapture)
        #expect(ReadFile(Array("GET / HTTP/1.1".utf8)).fault == .notACapture)
    }

    @Test("random bytes behind a proper header never trap")
    func random() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<2_000 {
            let read = Self.read(isBig: Bool.random(using: &generator)) { file in
                let magics = [0xA1B2_C3D4, 0xA1B2_3C4D, 0xA1B2_CD34, 0xA12B_3C4D]
                file.classicHeader(magic: magics.randomElement(using: &generator) ?? 0, link: 1)
                var bytes = generator.bytes(200)
                for index in bytes.indices where Bool.random(using: &generator) { bytes[index] = 0 }
                file.bytes += bytes
            }
            #expect(read.packets.count <= 12)
        }
    }
}
