internal import Glibc
internal import Observation

/// A capture that was saved before: pcap or pcapng, plain or compressed with gzip, from a file or a pipe.
///
/// Used by one thread at a time. Several readers of the same file share nothing, so each worker may open it for itself.
package final class CaptureFile {
    /// The file's name as it was given; `-` is standard input.
    package let path: String

    private var reader: CaptureFileReader

    /// Opens a file and reads as much as tells that it is a capture.
    ///
    /// - Parameters:
    ///   - path: the file, or `-` for standard input.
    ///   - bufferBytes: how much is read at once; more is taken only for a record that is longer.
    /// - Throws: ``CaptureError`` of kind `unreadableFile` when it is not there or may not be read, `malformedFile` when it
    ///   begins like no capture.
    package init(path: String, bufferBytes: Int = 262_144) throws(CaptureError) {
        self.path = path
        reader = try CaptureFileReader.open(path: path, bufferBytes: bufferBytes)
    }

    /// Whether a path can be opened several times, each time from its beginning; pipes cannot.
    package static func isRepeatable(_ path: String) -> Bool {
        var status = stat()
        guard path != "-", unsafe stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }

    /// What reading came to so far; after an error too.
    package var summary: CaptureFileSummary { reader.summary }

    /// Hands over all packets that are left, in the order of the file.
    ///
    /// The bytes are valid during each call only. What stands before a broken place is handed over before the error is thrown.
    ///
    /// - Parameters:
    ///   - notes: called for what the file says besides, before the packets that follow it.
    ///   - body: called for each packet.
    /// - Returns: how many packets were handed over.
    /// - Throws: ``CaptureError`` of kind `truncatedFile` when the file ends inside a record, `malformedFile` when it is
    ///   broken further on, `unreadableFile` when reading fails.
    @discardableResult
    package func read(
        notes: (CaptureFileNote) -> Void = { _ in }, _ body: (PacketRecord, Span<UInt8>) -> Void
    ) throws(CaptureError) -> Int {
        try reader.read(through: Timestamp(nanoseconds: .max), notes: notes, body)
    }

    /// Hands over packets up to a moment, that of the limit included.
    func read(
        through limit: Timestamp, notes: (CaptureFileNote) -> Void, _ body: (PacketRecord, Span<UInt8>) -> Void
    ) throws(CaptureError) {
        _ = try reader.read(through: limit, notes: notes, body)
    }

    /// The next packet's record, without handing it over; nothing at the end of the file.
    ///
    /// - Throws: as ``read(notes:_:)`` does.
    package func peek(notes: (CaptureFileNote) -> Void = { _ in }) throws(CaptureError) -> PacketRecord? {
        try reader.peek(notes: notes)
    }

    /// Hands over the packet that was looked at last, if any.
    package func take(_ body: (PacketRecord, Span<UInt8>) -> Void) {
        reader.take(body)
    }
}
