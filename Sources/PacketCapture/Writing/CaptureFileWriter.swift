internal import Observation

/// Whether a file may hold what opens the encrypted traffic in it.
package enum CaptureSecrets: Equatable, Sendable {
    /// No secrets are written, whatever is handed in.
    case leftOut
    /// Secrets of TLS connections are written, in the format that browsers log them in, and the file's comment says so.
    case included([UInt8])
}

/// Files of a limited size, of which the oldest are deleted.
package struct CaptureRing: Hashable, Sendable {
    /// Bytes after which a file is ended.
    package var fileBytes: Int64
    /// How many files are kept.
    package var fileCount: Int

    package init(fileBytes: Int64, fileCount: Int) {
        self.fileBytes = max(fileBytes, 4_096)
        self.fileCount = max(fileCount, 1)
    }
}

/// Writes packets as pcapng, with their processes in every form that readers know.
///
/// A process is written three times: as a number on each packet (`epb_processid_threadid`), as a comment on each packet
/// that people can read, and once a file as Wireshark's process information. Releases of Wireshark before that show it as a
/// line of its own in the list of packets. Command lines are written as they are handed in, so secrets in them are the
/// caller's to take out. New files may be read by their owner alone.
package final class CaptureFileWriter {
    /// What the comment of a file with secrets says.
    package static let secretsWarning =
        "This file holds the secrets of TLS connections: whoever has it can read the traffic in it."

    private let path: String
    private let section: CaptureSection
    private let ring: CaptureRing?
    private var secrets: [[UInt8]]
    private let hasSecrets: Bool
    private var interfaces: [WrittenInterface] = []
    private var processes: [WrittenProcess] = []
    private var blockNumbers: [CapturedProcess: Int] = [:]
    private var output: OutputFile
    private var isFinished = false
    private var packet = BlockBytes()
    private var body = BlockBytes()
    /// The files there are, the oldest first.
    package private(set) var paths: [String]
    private var fileNumber = 1

    /// Makes a file, or the first of a ring, whose names get numbers before their extension.
    ///
    /// - Parameters:
    ///   - path: where to write; `-` is standard output, which takes no ring.
    ///   - section: what the file is to say of itself.
    ///   - ring: how large files may get and how many of them are kept; nothing for a single file of any size.
    ///   - secrets: whether the file may hold what decrypts its traffic.
    /// - Throws: ``CaptureError`` of kind `unwritableFile` or `noRoom`.
    package init(
        path: String, section: CaptureSection = CaptureSection(), ring: CaptureRing? = nil,
        secrets: CaptureSecrets = .leftOut
    ) throws(CaptureError) {
        self.path = path
        var section = section
        switch secrets {
        case .leftOut:
            self.secrets = []
            hasSecrets = false
        case .included(let log):
            self.secrets = log.isEmpty ? [] : [log]
            hasSecrets = true
            section.comments.insert(Self.secretsWarning, at: 0)
        }
        self.section = section
        self.ring = path == "-" ? nil : ring
        let first = self.ring == nil ? path : Self.numbered(path, 1)
        output = try OutputFile(path: first)
        paths = [first]
        try begin()
    }

    /// Describes an interface, to which packets refer by the number that is returned.
    package func add(_ interface: CapturedInterface) throws(CaptureError) -> Int32 {
        interfaces.append(WrittenInterface(description: interface))
        try write { $0.interface(interface) }
        return Int32(interfaces.count - 1)
    }

    /// Takes in a process, to which packets refer by the number that is returned; -1 when there are too many.
    package func add(_ process: CapturedProcess) -> Int32 {
        guard processes.count < ProcessReferences.limit else { return -1 }
        // Packets of one process may differ in how sure that is, and its block is one all the same.
        let number = blockNumbers[process.withoutQuality] ?? processes.count
        blockNumbers[process.withoutQuality] = number
        processes.append(WrittenProcess(process, blockNumber: number))
        return Int32(processes.count - 1)
    }

    /// Adds secrets of TLS connections, unless the file is to hold none.
    package func add(tlsKeyLog: [UInt8]) throws(CaptureError) {
        guard hasSecrets, !tlsKeyLog.isEmpty else { return }
        secrets.append(tlsKeyLog)
        try write { $0.secrets(tlsKeyLog) }
    }

    /// Notes what was captured on an interface and what was not, for the end of the file.
    package func note(_ statistics: CaptureStatistics, interface: Int32) {
        guard interfaces.indices.contains(Int(interface)) else { return }
        interfaces[Int(interface)].statistics = statistics
    }

    /// Writes a packet.
    ///
    /// - Parameters:
    ///   - record: its time, lengths and direction; `interface` and `process` are numbers of this writer's.
    ///   - bytes: what was captured of it.
    /// - Throws: ``CaptureError`` of kind `noRoom`, `closedPipe` or `unwritableFile`; `other` for an interface that was not
    ///   described.
    package func write(_ record: PacketRecord, _ bytes: Span<UInt8>) throws(CaptureError) {
        guard interfaces.indices.contains(Int(record.interface)) else {
            throw CaptureError(.other, subject: path, detail: "a packet of an interface that was not described")
        }
        if let ring, output.byteCount >= ring.fileBytes { try rotate() }
        interfaces[Int(record.interface)].take(record)
        packet.removeAll()
        let process = processes.indices.contains(Int(record.process)) ? Int(record.process) : nil
        if let block = process.map({ processes[$0].blockNumber }), !processes[block].isWritten {
            processes[block].isWritten = true
            packet.block(BlockType.custom, processes[block].entry)
        }
        body.removeAll()
        body.packet(record, bytes, options: process.map { processes[$0].options } ?? [])
        packet.block(BlockType.enhancedPacket, body)
        try output.write(packet.bytes)
    }

    /// Hands what was written so far to the system, for readers who follow.
    package func flush() throws(CaptureError) {
        try output.flush()
    }

    /// Writes the statistics and ends the file; to be called once, after the last packet.
    package func finish() throws(CaptureError) {
        guard !isFinished else { return }
        isFinished = true
        try end()
    }

    private func write(_ fill: (inout BlockBytes) -> Void) throws(CaptureError) {
        var block = BlockBytes()
        fill(&block)
        try output.write(block.bytes)
    }

    private func begin() throws(CaptureError) {
        let (section, interfaces, secrets) = (section, interfaces, secrets)
        try write { block in
            block.section(section)
            for interface in interfaces { block.interface(interface.description) }
            for log in secrets { block.secrets(log) }
        }
    }

    private func end() throws(CaptureError) {
        let interfaces = interfaces
        try write { block in
            for (number, interface) in interfaces.enumerated() { block.statistics(interface, number: number) }
        }
        try output.finish()
    }

    private func rotate() throws(CaptureError) {
        try end()
        fileNumber += 1
        let next = Self.numbered(path, fileNumber)
        output = try OutputFile(path: next)
        paths.append(next)
        while paths.count > ring?.fileCount ?? .max { OutputFile.remove(paths.removeFirst()) }
        for index in processes.indices { processes[index].isWritten = false }
        for index in interfaces.indices { interfaces[index].beginFile() }
        try begin()
    }

    /// The name of a ring's file: its number stands before the extension.
    private static func numbered(_ path: String, _ number: Int) -> String {
        let digits = String(number)
        let text = "-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        let nameStart = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[nameStart...].lastIndex(of: "."), dot > nameStart else { return path + text }
        return path[..<dot] + text + path[dot...]
    }
}
