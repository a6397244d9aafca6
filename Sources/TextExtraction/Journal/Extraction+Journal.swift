extension Extraction {
    /// Hands out the messages of a journal, each with its entry's number and unit, and once each what else is text in it.
    func readJournal(_ file: FileInput) {
        noting { () throws(ExtractionGap) in
            let journal = try JournalFile(file.bytes)
            var texts = JournalTexts(journal, file.bytes, self)
            try journal.forEach { offset, object in
                switch object {
                case .data(let payload, let packing): texts.take(offset, payload, packing)
                case .entry(let sequence, let data): texts.emitEntry(sequence, data)
                }
                return !isStopped
            }
        }
    }
}

/// The texts of a journal's data objects, as far as entries still to come may name them.
private struct JournalTexts {
    /// How many bytes of messages are kept; a message that is older is read again.
    private static let keptBytes = 16 << 20
    private static let keptNames = 200_000

    /// What an entry is told by, the best first.
    private static let names = ["_SYSTEMD_UNIT", "_SYSTEMD_USER_UNIT", "CONTAINER_NAME", "SYSLOG_IDENTIFIER", "_COMM"]
    /// Numbers, identifiers and names of the machine's own; what they say is no text of anybody's.
    private static let plain: Set<String> = [
        "PRIORITY", "SYSLOG_FACILITY", "SYSLOG_PID", "SYSLOG_TIMESTAMP", "_PID", "_UID", "_GID", "_BOOT_ID",
        "_MACHINE_ID",
        "_CAP_EFFECTIVE", "_TRANSPORT", "_SOURCE_REALTIME_TIMESTAMP", "_SOURCE_MONOTONIC_TIMESTAMP", "_STREAM_ID",
        "_SYSTEMD_INVOCATION_ID", "_AUDIT_SESSION", "_AUDIT_LOGINUID", "_RUNTIME_SCOPE", "_SYSTEMD_OWNER_UID",
        "CODE_LINE",
        "CODE_FILE", "CODE_FUNC", "MESSAGE_ID", "INVOCATION_ID", "TID", "_SELINUX_CONTEXT",
    ]

    private let journal: JournalFile
    private let source: ByteSource
    private let extraction: Extraction
    private var messages: [Int64: [UInt8]] = [:]
    private var messageBytes = 0
    /// Units and the like by the offset of their data, with how good a name it is.
    private var units: [Int64: (rank: Int, name: String)] = [:]
    /// Data that is neither.
    private var others: Set<Int64> = []

    init(_ journal: JournalFile, _ source: ByteSource, _ extraction: Extraction) {
        self.journal = journal
        self.source = source
        self.extraction = extraction
    }

    /// Takes a data object that has been come to: hands it out now where it is no message.
    mutating func take(_ offset: Int64, _ payload: Range<Int64>, _ packing: JournalFile.Packing) {
        extraction.noting { () throws(ExtractionGap) in
            let (name, value) = try field(payload, packing)
            if name == "MESSAGE" {
                keep(value, offset)
                return
            }
            if let rank = Self.names.firstIndex(of: name), units.count < Self.keptNames {
                units[offset] = (rank, String(decoding: value.prefix(128), as: UTF8.self))
            } else if others.count < Self.keptNames {
                others.insert(offset)
            }
            guard !Self.plain.contains(name), !value.allSatisfy({ (0x30...0x39).contains($0) }) else { return }
            extraction.emitTexts(in: value, at: "data \(name) at \(offset)", field: name)
        }
    }

    /// Hands out the message of an entry.
    mutating func emitEntry(_ sequence: UInt64, _ data: [Int64]) {
        var unit: (rank: Int, name: String)?
        var found: [UInt8]?
        for offset in data {
            if let known = units[offset] {
                if known.rank < unit?.rank ?? .max { unit = known }
            } else if let message = messages[offset] {
                found = message
            } else if !others.contains(offset), found == nil {
                found = again(offset)
            }
        }
        guard let found else { return }
        let start = unit.map { "\($0.name) " } ?? ""
        extraction.emitTexts(in: found, at: "\(start)entry seq \(sequence)", field: "MESSAGE")
    }

    /// A message that is not kept any more.
    private mutating func again(_ offset: Int64) -> [UInt8]? {
        do throws(ExtractionGap) {
            let data = try journal.data(at: offset)
            let (name, value) = try field(data.payload, data.packing)
            guard name == "MESSAGE" else {
                if others.count < Self.keptNames { others.insert(offset) }
                return nil
            }
            keep(value, offset)
            return value
        } catch {
            extraction.note(error)
            return nil
        }
    }

    private mutating func keep(_ message: [UInt8], _ offset: Int64) {
        messageBytes += message.count + 64
        if messageBytes > Self.keptBytes {
            messages.removeAll()
            messageBytes = message.count + 64
        }
        messages[offset] = message
    }

    private func field(
        _ payload: Range<Int64>, _ packing: JournalFile.Packing
    ) throws(ExtractionGap) -> (name: String, value: [UInt8]) {
        let limit = extraction.limits.documentBytes
        guard payload.count <= limit else { throw .capped("bytes of a journal entry") }
        let packed = try source.whole(payload.count, at: payload.lowerBound)
        let bytes = try JournalPayload.unpack(packed, packing, limit: limit)
        if packing != .none, !extraction.mayUnpack(bytes.count) { throw .capped("unpacked bytes of a journal entry") }
        guard let equals = bytes.prefix(65).firstIndex(of: 0x3D) else { throw .malformed }
        return (String(decoding: bytes[..<equals], as: UTF8.self), Array(bytes[(equals + 1)...]))
    }
}
