internal import Foundation
internal import HostInventory
internal import Observation
internal import PacketCapture
internal import Synchronization

/// The file that all interfaces' packets go to.
final class CaptureOutput: Sendable {
    /// Bytes of secrets that are put into a file at most.
    private static let secretLimit = 16 << 20

    private struct State {
        let writer: CaptureFileWriter
        var numbers: [CapturedProcess: Int32] = [:]
        var keyLog: KeyLogFile?
        var secretBytes = 0
        var failure: CaptureError?
        var packets: Int64 = 0
    }

    private let state: Mutex<State>
    private let redaction = Redaction()

    /// Makes the file.
    ///
    /// - Throws: ``UsageError`` when it can't be made, or the key log can't be read.
    init(_ options: CaptureSessionOptions) throws(UsageError) {
        let keyLog = try options.keyLog.map { path throws(UsageError) in try KeyLogFile(path, mayComeLater: true) }
        let section = CaptureSection(
            application: "earshot \(earshotVersion)", operatingSystem: Self.operatingSystem,
            comments: ["Each packet's comment names the process that opened its flow, and how that is known."])
        do throws(CaptureError) {
            let writer = try CaptureFileWriter(
                path: options.output, section: section, ring: options.ring,
                secrets: keyLog == nil ? .leftOut : .included([]))
            state = Mutex(State(writer: writer, keyLog: keyLog))
        } catch {
            throw UsageError("-o \(options.output): \(error.description)")
        }
    }

    private static var operatingSystem: String? {
        var name = utsname()
        guard unsafe uname(&name) == 0 else { return nil }
        return unsafe withUnsafeBytes(of: &name.release) { bytes in
            "Linux " + String(decoding: unsafe Array(bytes.prefix { $0 != 0 }), as: UTF8.self)
        }
    }

    /// Describes an interface; its packets are written with the number that is returned.
    func add(_ capture: InterfaceCapture, filter: String?) -> Int32 {
        var interface = CapturedInterface(dataLink: capture.dataLink, snapshotLength: 262_144, name: capture.interface)
        interface.filter = filter
        return state.withLock { state in
            do throws(CaptureError) {
                return try state.writer.add(interface)
            } catch {
                state.failure = state.failure ?? error
                return -1
            }
        }
    }

    /// The number by which the file calls a process, -1 for none.
    func number(of owner: EndOwner) -> Int32 {
        guard let record = owner.process else { return -1 }
        let process = CapturedProcess(record, owner.quality, redaction)
        return state.withLock { state in
            if let known = state.numbers[process] { return known }
            let number = state.writer.add(process)
            state.numbers[process] = number
            return number
        }
    }

    /// Writes a packet, unless writing has failed before.
    func write(_ record: PacketRecord, _ bytes: Span<UInt8>) {
        state.withLock { state in
            guard state.failure == nil else { return }
            do throws(CaptureError) {
                // Before the packet, since who reads once only wants the secrets before what they open.
                try Self.copySecrets(&state)
                try state.writer.write(record, bytes)
                state.packets += 1
            } catch {
                state.failure = error
            }
        }
    }

    private static func copySecrets(_ state: inout State) throws(CaptureError) {
        guard let news = state.keyLog?.newLines(), !news.isEmpty else { return }
        state.secretBytes += news.count
        guard state.secretBytes <= secretLimit else { return }
        try state.writer.add(tlsKeyLog: news)
    }

    /// Hands what was written to the system, for readers who follow.
    func flush() {
        state.withLock { state in
            guard state.failure == nil else { return }
            do throws(CaptureError) {
                try Self.copySecrets(&state)
                try state.writer.flush()
            } catch {
                state.failure = error
            }
        }
    }

    /// Why no more can be written.
    var failure: CaptureError? { state.withLock(\.failure) }

    /// Packets that were written so far.
    var packets: Int64 { state.withLock(\.packets) }

    /// Whether there were more secrets than a file takes.
    var leftSecretsOut: Bool { state.withLock { $0.secretBytes > Self.secretLimit } }

    /// Notes what came and what did not.
    func note(_ statistics: CaptureStatistics, interface: Int32) {
        state.withLock { $0.writer.note(statistics, interface: interface) }
    }

    /// Ends the file.
    ///
    /// - Returns: the files that were written.
    func finish() -> [String] {
        state.withLock { state in
            do throws(CaptureError) {
                try Self.copySecrets(&state)
                try state.writer.finish()
            } catch {
                state.failure = state.failure ?? error
            }
            return state.writer.paths
        }
    }
}

extension CapturedProcess {
    /// A process as the inventory knows it, with the secrets of its command line masked.
    init(_ record: ProcessRecord, _ quality: AttributionQuality, _ redaction: Redaction) {
        self.init(pid: UInt32(clamping: record.pid), name: record.name)
        path = record.executable
        commandLine = redaction.commandLine(record.arguments.joined(separator: " "))
            .split(separator: " ").map(String.init)
        startTime = record.startTime
        parentPID = UInt32(clamping: record.parentPID)
        parentName = record.ancestors.first?.name
        userID = record.userID
        user = record.userName
        unit = record.unit
        container = record.container?.id
        attributionQuality = quality.rawValue
    }
}
