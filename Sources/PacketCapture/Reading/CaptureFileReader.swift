internal import Observation

/// A source of bytes, the buffer between, and the parser.
struct CaptureFileReader: ~Copyable {
    private let path: String
    private var source: ByteSource
    private var buffer: ByteBuffer
    private var parser = CaptureFileParser()
    /// How far the buffer's bytes were read.
    private var offset = 0
    private var isAtEnd = false
    /// A packet that was found and not handed over; its place counts from the buffer's beginning.
    private var pending: PacketLocation?

    /// Opens a file and reads as much as tells what it is.
    static func open(path: String, bufferBytes: Int) throws(CaptureError) -> CaptureFileReader {
        var reader = CaptureFileReader(path: path, source: try source(path), bufferBytes: bufferBytes)
        try reader.begin()
        return reader
    }

    private init(path: String, source: consuming ByteSource, bufferBytes: Int) {
        self.path = path
        self.source = source
        buffer = ByteBuffer(capacity: min(max(bufferBytes, 4_096), PacketLimits.block))
    }

    private mutating func begin() throws(CaptureError) {
        try fill(upTo: 4)
        if buffer.withSpan({ GzipStream.recognises($0) }) {
            try expand()
            try fill(upTo: 4)
        }
        try buffer.withSpan { (bytes) throws(CaptureError) in try check(bytes) }
    }

    private static func source(_ path: String) throws(CaptureError) -> ByteSource {
        do throws(ByteSource.Failure) {
            return try ByteSource(path: path)
        } catch {
            throw CaptureError(.unreadableFile, subject: path)
        }
    }

    var summary: CaptureFileSummary { parser.summary }

    /// Hands over packets up to a moment, that of the limit included; the first one beyond stays pending.
    ///
    /// - Returns: how many.
    mutating func read(
        through limit: Timestamp, notes: (CaptureFileNote) -> Void, _ body: (PacketRecord, Span<UInt8>) -> Void
    ) throws(CaptureError) -> Int {
        var count = 0
        if let pending {
            guard pending.record.timestamp <= limit else { return 0 }
            take(body)
            count = 1
        }
        while true {
            do throws(CaptureFileFault) {
                try buffer.withSpan { (bytes) throws(CaptureFileFault) in
                    while let packet = try parser.next(bytes, at: &offset, notes: notes) {
                        guard packet.record.timestamp <= limit else {
                            pending = packet
                            break
                        }
                        count &+= 1
                        body(packet.record, bytes.extracting(packet.start..<packet.start &+ packet.count))
                    }
                }
            } catch {
                throw failure(error)
            }
            guard pending == nil, try refill() else { return count }
        }
    }

    mutating func peek(notes: (CaptureFileNote) -> Void) throws(CaptureError) -> PacketRecord? {
        if let pending { return pending.record }
        while true {
            do throws(CaptureFileFault) {
                pending = try buffer.withSpan { (bytes) throws(CaptureFileFault) in
                    try parser.next(bytes, at: &offset, notes: notes)
                }
            } catch {
                throw failure(error)
            }
            if let pending { return pending.record }
            guard try refill() else { return nil }
        }
    }

    mutating func take(_ body: (PacketRecord, Span<UInt8>) -> Void) {
        guard let packet = pending else { return }
        pending = nil
        buffer.withSpan { body(packet.record, $0.extracting(packet.range)) }
    }

    /// Reads on, so that the next step is possible; false at a proper end.
    private mutating func refill() throws(CaptureError) -> Bool {
        buffer.drop(offset)
        offset = 0
        let wanted = parser.needed
        while buffer.count < wanted, !isAtEnd { try readOnce(wanted) }
        if buffer.count >= wanted { return true }
        do throws(CaptureFileFault) {
            try parser.finish(rest: buffer.count)
        } catch {
            throw failure(error)
        }
        return false
    }

    private mutating func fill(upTo wanted: Int) throws(CaptureError) {
        while buffer.count < wanted, !isAtEnd { try readOnce(wanted) }
    }

    private mutating func readOnce(_ wanted: Int) throws(CaptureError) {
        do throws(ByteSource.Failure) {
            let count = try unsafe buffer.fill(atLeast: wanted) { (room) throws(ByteSource.Failure) in
                try unsafe source.read(into: room)
            }
            isAtEnd = count == 0
        } catch {
            switch error {
            case .unreadable: throw CaptureError(.unreadableFile, subject: path)
            case .broken(let fault): throw failure(fault)
            }
        }
    }

    /// Says that what was read is compressed, and forgets it.
    private mutating func expand() throws(CaptureError) {
        do throws(CaptureFileFault) {
            try buffer.withSpan { (bytes) throws(CaptureFileFault) in try source.expandGzip(startingWith: bytes) }
        } catch {
            throw failure(error)
        }
        buffer.drop(buffer.count)
    }

    /// Refuses what is no capture, with a word on what it is where that is known.
    private func check(_ bytes: Span<UInt8>) throws(CaptureError) {
        guard !CaptureFileParser.recognises(bytes) else { return }
        guard bytes.count >= 4 else { throw failure(.notACapture) }
        let detail =
            switch bytes.number32(at: 0, isSwapped: Int(bigEndian: 1) != 1) {
            case 0x28B5_2FFD: "it is compressed with zstd; of the compressions only gzip is read"
            case 0x0422_4D18: "it is compressed with lz4; of the compressions only gzip is read"
            case 0xFD37_7A58: "it is compressed with xz; of the compressions only gzip is read"
            case 0x425A_6830...0x425A_6839: "it is compressed with bzip2; of the compressions only gzip is read"
            case 0x504B_0304: "it is a zip archive; unpack it first"
            case 0x736E_6F6F: "it is a snoop file; editcap -F pcapng converts it"
            case 0x474D_4255, 0x5254_5353: "it is a file of Network Monitor; editcap -F pcapng converts it"
            default: CaptureFileFault.notACapture.rawValue
            }
        throw CaptureError(.malformedFile, subject: path, detail: detail)
    }

    private func failure(_ fault: CaptureFileFault) -> CaptureError {
        CaptureError(fault, file: path, packets: summary.statistics.received)
    }
}
