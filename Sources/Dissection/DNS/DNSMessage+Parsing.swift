internal import Observation

extension DNSMessage {
    /// How many questions are read; real messages have one.
    private static let questionLimit = 32

    /// How many answers are read.
    private static let answerLimit = 256

    /// Reads a message.
    ///
    /// What was read before the bytes end or contradict the format is kept, and ``isComplete`` is false: a question must
    /// not stay unseen because of what follows it.
    ///
    /// - Throws: ``WireError`` of kind `truncated` when the header is not whole, and whatever is wrong with the first
    ///   question.
    package init(parsing bytes: Span<UInt8>) throws(WireError) {
        var offset = 0
        identifier = try bytes.readUInt16(&offset)
        let flags = try bytes.readUInt16(&offset)
        isResponse = flags & 0x8000 != 0
        responseCode = UInt8(flags & 0x000F)
        let questionCount = Int(try bytes.readUInt16(&offset))
        let answerCount = Int(try bytes.readUInt16(&offset))
        offset += 4
        guard bytes.count >= 12 else { throw WireError(.truncated, at: bytes.count) }
        do throws(WireError) {
            for _ in 0..<min(questionCount, Self.questionLimit) {
                questions.append(try Question(bytes, &offset))
            }
            isComplete = questionCount <= Self.questionLimit && answerCount <= Self.answerLimit
            guard questionCount <= Self.questionLimit else { return }
            for _ in 0..<min(answerCount, Self.answerLimit) {
                if let answer = try Answer(bytes, &offset) { answers.append(answer) }
            }
        } catch {
            guard !questions.isEmpty || !answers.isEmpty else { throw error }
            isComplete = false
        }
    }
}

extension DNSMessage.Question {
    fileprivate init(_ bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        spelling = try DNSName.read(bytes, &offset)
        name = spelling.lowercased()
        type = DNSRecordType(try bytes.readUInt16(&offset))
        _ = try bytes.readUInt16(&offset)
    }
}

extension DNSMessage.Answer {
    /// Reads a record; gives nothing for one that leads to no address.
    fileprivate init?(_ bytes: Span<UInt8>, _ offset: inout Int) throws(WireError) {
        let name = try DNSName.read(bytes, &offset).lowercased()
        let type = DNSRecordType(try bytes.readUInt16(&offset))
        let recordClass = try bytes.readUInt16(&offset)
        _ = try bytes.readUInt32(&offset)
        let data = try bytes.readRange(Int(try bytes.readUInt16(&offset)), &offset)
        var position = data.lowerBound
        // The top bit of the class says "flush the cache" in multicast DNS (RFC 6762, section 10.2).
        guard recordClass & 0x7FFF == 1 else { return nil }
        switch (type, data.count) {
        case (.a, 4): value = .address(IPAddress(v4: try bytes.readUInt32(&position)))
        case (.aaaa, 16):
            value = .address(
                IPAddress(v6High: try bytes.readUInt64(&position), low: try bytes.readUInt64(&position)))
        case (.cname, 1...):
            value = .alias(try DNSName.read(bytes, &position).lowercased())
            guard position == data.upperBound else { throw WireError(.badLength, at: position) }
        case (.a, _), (.aaaa, _): throw WireError(.badLength, at: data.lowerBound)
        default: return nil
        }
        self.name = name
    }
}
