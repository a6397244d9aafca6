import Foundation
import Observation
import PacketCapture
import Testing

@Suite("Writing captures")
struct CaptureFileWriterTests {
    /// An Ethernet frame with a UDP datagram.
    private static let frame: [UInt8] =
        [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]
        + [0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0x66, 0xCB, 10, 0, 0, 1, 10, 0, 0, 2]
        + [0x9C, 0x40, 0x9C, 0x41, 0, 12, 0, 0, 1, 2, 3, 4]

    private static func folder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }

    private static func ollama() -> CapturedProcess {
        var process = CapturedProcess(pid: 123, name: "ollama")
        process.path = "/usr/bin/ollama"
        process.commandLine = ["ollama", "serve"]
        process.parentPID = 1
        process.parentName = "systemd"
        process.unit = "ollama.service"
        process.startTime = Timestamp(seconds: 1_600_000_000)
        return process
    }

    private static func record(_ index: Int, process: Int32 = 0) -> PacketRecord {
        PacketRecord(
            timestamp: Timestamp(seconds: 1_700_000_000, nanoseconds: Int64(index)), originalLength: 1_500,
            dataLink: 1, process: process, direction: index % 2 == 0 ? .outbound : .inbound)
    }

    /// Two packets of a process, and one of none.
    private static func write(_ path: String, secrets: CaptureSecrets = .leftOut) throws {
        let section = CaptureSection(application: "earshot", operatingSystem: "Linux", comments: ["why it was made"])
        let writer = try CaptureFileWriter(path: path, section: section, secrets: secrets)
        var interface = CapturedInterface(dataLink: 1, snapshotLength: 262_144, name: "eth7")
        interface.filter = "udp"
        let place = try writer.add(interface)
        let process = writer.add(ollama())
        #expect((place, process) == (0, 0))
        for index in 0..<3 {
            try writer.write(record(index, process: index == 2 ? -1 : process), frame.span)
        }
        var statistics = CaptureStatistics()
        (statistics.received, statistics.droppedByKernel, statistics.droppedByInterface) = (5, 2, 1)
        writer.note(statistics, interface: place)
        try writer.finish()
    }

    @Test("how sure a process is differs from packet to packet, and its block is written once")
    func quality() throws {
        try Self.folder { folder in
            let path = folder + "/a.pcapng"
            let writer = try CaptureFileWriter(path: path)
            _ = try writer.add(CapturedInterface(dataLink: 1))
            let qualities = ["socket", "recent", nil]
            let numbers = qualities.map { quality in
                var process = Self.ollama()
                process.attributionQuality = quality
                return writer.add(process)
            }
            for index in 0..<6 {
                try writer.write(Self.record(index, process: numbers[index % 3]), Self.frame.span)
            }
            try writer.finish()
            let read = ReadFile(path: path)
            #expect(read.processes == [0: Self.ollama()])
            var told: [Int32: String] = [:]
            for case .quality(let place, of: 0, let quality) in read.notes { told[place] = quality }
            #expect(told.count == 2)
            #expect(read.packets.map { told[$0.record.process] } == qualities + qualities)
            #expect(read.packets[2].record.process == 0)
            let bytes = try Data(contentsOf: URL(filePath: path))
            let start = withUnsafeBytes(of: UInt64(1_600_000_000_000_000_000).littleEndian) { Data($0) }
            let first = try #require(bytes.range(of: start))
            #expect(bytes[first.upperBound...].range(of: start) == nil)
        }
    }

    @Test("what is written is read again")
    func roundTrip() throws {
        try Self.folder { folder in
            try Self.write(folder + "/a.pcapng")
            let read = ReadFile(path: folder + "/a.pcapng")
            #expect(read.error == nil)
            #expect(read.packets.map(\.record) == [Self.record(0), Self.record(1), Self.record(2, process: -1)])
            #expect(read.packets.map(\.bytes) == [Self.frame, Self.frame, Self.frame])
            #expect(read.processes == [0: Self.ollama()])
            #expect(read.summary.statistics.droppedByKernel == 2)
            #expect(read.summary.statistics.droppedByInterface == 1)
            #expect(!read.notes.contains { if case .tlsKeyLog = $0 { true } else { false } })
        }
    }

    @Test("tshark reads packets, interface, direction and comment", .enabled(if: Tool.isThere("tshark")))
    func tshark() throws {
        try Self.folder { folder in
            let path = folder + "/a.pcapng"
            try Self.write(path)
            let fields = [
                "frame.time_epoch", "frame.len", "frame.cap_len", "frame.interface_name",
                "frame.packet_flags_direction", "frame.comment", "udp.dstport",
            ]
            let comment = "pid 123 ollama · parent systemd · unit ollama.service"
            let packets = try Tool.packets(path, fields, ["-Y", "udp"])
            #expect(
                packets == [
                    ["1700000000.000000000", "1500", "46", "eth7", "0x00000002", comment, "40001"],
                    ["1700000000.000000001", "1500", "46", "eth7", "0x00000001", comment, "40001"],
                    ["1700000000.000000002", "1500", "46", "eth7", "0x00000002", "", "40001"],
                ])
            let capinfos = try Tool.run("capinfos", ["-M", path])
            #expect(capinfos.succeeded)
            for text in ["earshot", "why it was made", "eth7", "Filter string = udp", "nanoseconds (9)"] {
                #expect(capinfos.output.contains(text), "\(text)")
            }
            #expect(try Tool.run("editcap", ["-F", "pcapng", path, folder + "/b.pcapng"]).succeeded)
            let copied = ReadFile(path: folder + "/b.pcapng")
            #expect(copied.packets.map(\.bytes) == [Self.frame, Self.frame, Self.frame])
        }
    }

    @Test("secrets are written only when asked for, and then the file says so")
    func secrets() throws {
        try Self.folder { folder in
            try Self.write(folder + "/with.pcapng", secrets: .included(Array("CLIENT_RANDOM 00 11\n".utf8)))
            let with = ReadFile(path: folder + "/with.pcapng")
            #expect(with.notes.contains(.tlsKeyLog(Array("CLIENT_RANDOM 00 11\n".utf8))))
            guard case .section(let section) = with.notes.first else { throw CancellationError() }
            #expect(section.comments == [CaptureFileWriter.secretsWarning, "why it was made"])
            let writer = try CaptureFileWriter(path: folder + "/without.pcapng")
            try writer.add(tlsKeyLog: Array("CLIENT_RANDOM 00 11\n".utf8))
            try writer.finish()
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/without.pcapng"))
            #expect(bytes.range(of: Data("CLIENT_RANDOM".utf8)) == nil)
        }
    }

    @Test(
        "tshark decrypts with the secrets that were written",
        .enabled(if: Tool.isThere("tshark") && Tool.isThere("openssl")))
    func decrypts() throws {
        try Self.folder { folder in
            guard let (packets, keys) = try TLSConversation.record(in: folder) else {
                print("skipped: no TLS conversation could be captured here")
                return
            }
            for (name, secrets) in [("with", CaptureSecrets.included(keys)), ("without", .leftOut)] {
                let writer = try CaptureFileWriter(path: folder + "/\(name).pcapng", secrets: secrets)
                let interface = try writer.add(CapturedInterface(dataLink: packets[0].record.dataLink))
                for packet in packets {
                    let record = PacketRecord(
                        timestamp: packet.record.timestamp, originalLength: packet.record.originalLength,
                        dataLink: packet.record.dataLink, interface: interface)
                    try writer.write(record, packet.bytes.span)
                }
                try writer.finish()
            }
            let fields = ["http.request.uri"]
            let port = ["-d", "tcp.port==\(TLSConversation.port),tls", "-Y", "http.request"]
            #expect(try Tool.packets(folder + "/with.pcapng", fields, port) == [["/hidden"]])
            #expect(try Tool.packets(folder + "/without.pcapng", fields, port).isEmpty)
        }
    }

    @Test("a new file may be read by its owner alone")
    func mode() throws {
        try Self.folder { folder in
            try Self.write(folder + "/a.pcapng")
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/a.pcapng")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("of a ring the newest files stay, each whole, with its interfaces and processes")
    func ring() throws {
        try Self.folder { folder in
            let writer = try CaptureFileWriter(
                path: folder + "/ring.pcapng", ring: CaptureRing(fileBytes: 4_096, fileCount: 3))
            let interface = try writer.add(CapturedInterface(dataLink: 1, name: "eth7"))
            let process = writer.add(Self.ollama())
            for index in 0..<200 { try writer.write(Self.record(index, process: process), Self.frame.span) }
            try writer.finish()
            #expect(interface == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names.count == 3 && names.allSatisfy { $0.hasPrefix("ring-000") && $0.hasSuffix(".pcapng") })
            #expect(writer.paths == names.map { folder + "/" + $0 })
            var times: [Int64] = []
            for path in writer.paths {
                let read = ReadFile(path: path)
                #expect(read.error == nil)
                #expect(read.processes[0]?.name == "ollama")
                times += read.packets.map { $0.record.timestamp.nanoseconds % 1_000 }
            }
            #expect(times == (Int64(200 - times.count)..<200).map { $0 })
        }
    }

    @Test("a full disk, a closed pipe and a folder are errors, each of its kind")
    func failures() throws {
        func fail(_ path: String) -> CaptureError.Kind? {
            do throws(CaptureError) {
                let writer = try CaptureFileWriter(path: path)
                _ = try writer.add(CapturedInterface(dataLink: 1))
                try writer.write(Self.record(0), Self.frame.span)
                try writer.finish()
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(fail("/dev/full") == .noRoom)
        #expect(fail("/nonexistent/a.pcapng") == .unwritableFile)
        #expect(fail("/tmp") == .unwritableFile)
        let pipe = Pipe()
        let path = "/dev/fd/\(pipe.fileHandleForWriting.fileDescriptor)"
        let writer = try CaptureFileWriter(path: path)
        try pipe.fileHandleForReading.close()
        do throws(CaptureError) {
            try writer.finish()
            Issue.record("writing to a closed pipe succeeded")
        } catch {
            #expect(error.kind == .closedPipe)
        }
    }
}
