internal import Observation

extension DNSMessage {
    /// How many questions are read; real messages have one, and those of multicast DNS a few dozen.
    private static let questionLimit = 64

    /// How many records of each section are read.
    private static let recordLimit = 256

    /// Reads a message.
    ///
    /// What was read before the bytes end or contradict the format is kept, and ``isComplete`` is false: a question must
    /// not stay unseen because of what follows it.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when the header is not whole, and whatever is wrong with the first
    ///   question or, where there is none, with the first record.
    package init(parsing bytes: Span<UInt8>, as service: NameService = .dns) throws(WireError) {
        var weirds: [Weird] = []
        try self.init(parsing: bytes, as: service, noting: &weirds)
    }

    /// Reads a message, and notes all that contradicts the format, also when nothing of it can be kept.
    ///
    /// - Throws: as ``init(parsing:as:)`` does.
    package init(
        parsing bytes: Span<UInt8>, as service: NameService, noting weirds: inout [Weird]
    ) throws(WireError) {
        guard bytes.count >= 12 else {
            weirds.append(.dnsHeaderTruncated)
            throw WireError(.truncated, at: bytes.count)
        }
        var offset = 0
        self.service = service
        identifier = try bytes.readUInt16(&offset)
        flags = DNSHeaderFlags(rawValue: try bytes.readUInt16(&offset))
        var counts: (Int, Int, Int, Int) = (0, 0, 0, 0)
        counts.0 = Int(try bytes.readUInt16(&offset))
        counts.1 = Int(try bytes.readUInt16(&offset))
        counts.2 = Int(try bytes.readUInt16(&offset))
        counts.3 = Int(try bytes.readUInt16(&offset))
        var reader = DNSReader(service)
        var failure: WireError?
        do throws(WireError) {
            try read(counts, bytes, &offset, &reader)
        } catch {
            isComplete = false
            if questions.isEmpty, answers.isEmpty, authority.isEmpty, additional.isEmpty { failure = error }
        }
        if reader.weirds.contains(where: { $0.isMalformed || $0 == .dnsTooManyRecords }) { isComplete = false }
        weirds += reader.weirds
        if let failure { throw failure }
    }

    private mutating func read(
        _ counts: (Int, Int, Int, Int), _ bytes: Span<UInt8>, _ offset: inout Int, _ reader: inout DNSReader
    ) throws(WireError) {
        for _ in 0..<min(counts.0, Self.questionLimit) {
            questions.append(try reader.question(bytes, &offset))
        }
        guard counts.0 <= Self.questionLimit else { return reader.note(.dnsTooManyQuestions) }
        guard try Self.read(counts.1, into: &answers, isLast: false, &extensions, bytes, &offset, &reader),
            try Self.read(counts.2, into: &authority, isLast: false, &extensions, bytes, &offset, &reader),
            try Self.read(counts.3, into: &additional, isLast: true, &extensions, bytes, &offset, &reader)
        else { return }
        if offset < bytes.count { reader.note(.dnsTrailingBytes) }
    }

    /// Reads a section; tells whether all of it was read, without which the next one cannot be found.
    private static func read(
        _ count: Int, into records: inout [DNSRecord], isLast: Bool, _ extensions: inout EDNS?, _ bytes: Span<UInt8>,
        _ offset: inout Int, _ reader: inout DNSReader
    ) throws(WireError) -> Bool {
        // A record takes eleven bytes at least, so a lying count reserves no more than the message could hold.
        records.reserveCapacity(min(count, recordLimit, (bytes.count - offset) / 11))
        for _ in 0..<min(count, recordLimit) {
            let head = try reader.recordHead(bytes, &offset)
            guard head.type == .options else {
                records.append(reader.record(head, bytes))
                continue
            }
            if extensions != nil || !isLast { reader.note(.dnsOptionsRepeated) }
            extensions = extensions ?? reader.extensions(head, bytes)
        }
        if count > recordLimit { reader.note(.dnsTooManyRecords) }
        return count <= recordLimit
    }
}

/// The parts of a message that all of its types share.
extension DNSReader {
    /// A record before its data is read (RFC 1035, section 3.2.1).
    struct RecordHead {
        let name: String
        let type: DNSRecordType
        let recordClass: UInt16
        let timeToLive: UInt32
        let data: Range<Int>
    }

    mutating func question(_ bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) -> DNSMessage.Question {
        let isFirst = offset == 12
        let (spelling, name) = try spelledName(bytes, &offset)
        if isFirst { firstName = name }
        guard bytes.count - offset >= 4 else {
            note(.dnsQuestionTruncated)
            throw WireError(.truncated, at: bytes.count)
        }
        let type = DNSRecordType(try bytes.readUInt16(&offset))
        let recordClass = try bytes.readUInt16(&offset)
        let isMulticast = service == .multicast
        return DNSMessage.Question(
            name: name, spelling: spelling, type: type, recordClass: isMulticast ? recordClass & 0x7FFF : recordClass,
            wantsUnicast: isMulticast && recordClass & 0x8000 != 0)
    }

    mutating func recordHead(_ bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) -> RecordHead {
        let name = try name(bytes, &offset)
        guard bytes.count - offset >= 10 else {
            note(.dnsRecordTruncated)
            throw WireError(.truncated, at: bytes.count)
        }
        let type = DNSRecordType(try bytes.readUInt16(&offset))
        let recordClass = try bytes.readUInt16(&offset)
        let timeToLive = try bytes.readUInt32(&offset)
        let length = Int(try bytes.readUInt16(&offset))
        guard bytes.count - offset >= length else {
            note(.dnsRecordDataTruncated)
            throw WireError(.truncated, at: bytes.count)
        }
        let data = try bytes.readRange(length, &offset)
        return RecordHead(name: name, type: type, recordClass: recordClass, timeToLive: timeToLive, data: data)
    }

    mutating func record(_ head: RecordHead, _ bytes: Span<UInt8>) -> DNSRecord {
        let flushes = service == .multicast && head.recordClass & 0x8000 != 0
        let recordClass = flushes ? head.recordClass & 0x7FFF : head.recordClass
        return DNSRecord(
            name: head.name, type: head.type, recordClass: recordClass, flushesCache: flushes,
            timeToLive: head.timeToLive, value: value(of: head.type, recordClass, bytes, head.data))
    }
}
