internal import Observation

/// Blocks that tell of names, secrets and processes.
extension PcapngParser {
    /// Name Resolution Block: an address and its names in each record.
    mutating func names(_ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void) {
        // Records have the shape of options: type, length, value.
        var records = BlockOptions(body, isSwapped: isSwapped)
        while let (type, value) = records.next(in: bytes) {
            let address: IPAddress
            let length: Int
            switch (type, value.count) {
            case (1, 5...):
                address = IPAddress(v4: bytes.addressV4(at: value.lowerBound))
                length = 4
            case (2, 17...):
                let (high, low) = bytes.addressV6(at: value.lowerBound)
                address = IPAddress(v6High: high, low: low)
                length = 16
            default: continue
            }
            var start = value.lowerBound + length
            while start < value.upperBound {
                var end = start
                while end < value.upperBound, bytes[end] != 0 { end += 1 }
                if end > start { notes(.name(address, bytes.text(start..<end, limit: 255))) }
                start = end + 1
            }
        }
    }

    /// Decryption Secrets Block.
    mutating func secrets(_ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void) {
        guard body.count >= 8 else { return summary.malformedBlocks += 1 }
        let type = bytes.number32(at: body.lowerBound, isSwapped: isSwapped)
        let length = Int(bytes.number32(at: body.lowerBound + 4, isSwapped: isSwapped))
        guard length <= body.count - 8 else { return summary.malformedBlocks += 1 }
        if type == BlockType.tlsKeyLog {
            notes(.tlsKeyLog(bytes.copy(body.lowerBound + 8..<body.lowerBound + 8 + length)))
        } else {
            summary.countUnread(BlockType.secretsName(type))
        }
    }

    /// Custom Block, of which Wireshark's process information is read.
    ///
    /// Its entry is little-endian in every section: type, length, then the number of the process and options.
    mutating func custom(_ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void) {
        guard body.count >= 4 else { return summary.malformedBlocks += 1 }
        let enterprise = bytes.number32(at: body.lowerBound, isSwapped: isSwapped)
        let isBigHost = Int(bigEndian: 1) == 1
        guard enterprise == BlockType.wiresharkEnterprise, body.count >= 16,
            bytes.number32(at: body.lowerBound + 4, isSwapped: isBigHost) == BlockType.wiresharkProcessEntry
        else {
            return summary.countUnread(BlockType.name(BlockType.custom))
        }
        let length = Int(bytes.number32(at: body.lowerBound + 8, isSwapped: isBigHost))
        guard length >= 4, length <= body.count - 12 else { return summary.malformedBlocks += 1 }
        let entry = body.lowerBound + 12
        var process = CapturedProcess(pid: bytes.number32(at: entry, isSwapped: isBigHost))
        var options = BlockOptions(entry + 4..<entry + length, isSwapped: isBigHost)
        while let (code, value) = options.next(in: bytes) {
            process.take(code, bytes, value, isSwapped: isBigHost)
        }
        _ = processes.describe(process, notes)
        summary.notesBeyondLimit = processes.refused
    }

    /// Apple's block of a process; packets name it by its place in the section.
    mutating func darwinProcess(_ bytes: Span<UInt8>, _ body: Range<Int>, _ notes: (CaptureFileNote) -> Void) {
        guard body.count >= 4, darwinProcesses.count < ProcessReferences.limit else {
            return summary.malformedBlocks += 1
        }
        var process = CapturedProcess(pid: bytes.number32(at: body.lowerBound, isSwapped: isSwapped))
        var options = BlockOptions(body.lowerBound + 4..<body.upperBound, isSwapped: isSwapped)
        while let (code, value) = options.next(in: bytes) {
            guard code == OptionCode.Process.name else { continue }
            process.name = bytes.text(value)
        }
        darwinProcesses.append(processes.describe(process, notes))
    }

    /// The place of a process among all, by that among the section's.
    func darwinProcess(_ number: UInt32) -> Int32 {
        number < UInt32(clamping: darwinProcesses.count) ? darwinProcesses[Int(number)] : -1
    }
}

extension CapturedProcess {
    fileprivate mutating func take(_ code: UInt16, _ bytes: Span<UInt8>, _ value: Range<Int>, isSwapped: Bool) {
        switch (code, value.count) {
        case (OptionCode.comment, 1...): complete(from: bytes.text(value))
        case (OptionCode.Process.name, 1...): name = bytes.text(value)
        case (OptionCode.Process.path, 1...): path = bytes.text(value)
        case (OptionCode.Process.user, 1...): user = bytes.text(value)
        case (OptionCode.Process.parent, 4): parentPID = bytes.number32(at: value.lowerBound, isSwapped: isSwapped)
        case (OptionCode.Process.userID, 4): userID = bytes.number32(at: value.lowerBound, isSwapped: isSwapped)
        case (OptionCode.Process.startTime, 8):
            let nanoseconds = bytes.number64(at: value.lowerBound, isSwapped: isSwapped)
            startTime = Timestamp(nanoseconds: Int64(clamping: nanoseconds))
        case (OptionCode.Process.commandLine, 1...):
            // Arguments are separated by zero bytes.
            var start = value.lowerBound
            while start < value.upperBound, commandLine.count < 1_024 {
                var end = start
                while end < value.upperBound, bytes[end] != 0 { end += 1 }
                commandLine.append(bytes.text(start..<end))
                start = end + 1
            }
        default: break
        }
    }
}
