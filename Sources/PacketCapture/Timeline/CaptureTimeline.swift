internal import Observation

/// Several capture files as one: their packets in the order of their time stamps.
///
/// Looks one packet ahead in each file, so that files of any length take a buffer each and no more. Where a file's own
/// packets are out of order they stay so. Packets of the same moment come in the order of the files.
package final class CaptureTimeline {
    /// Bytes of buffers for all files together.
    private static let bufferBytes = 16 << 20

    /// The files, in the order they were given.
    package let files: [CaptureFile]

    /// What ended the reading of a file before its end, by the file's place.
    package private(set) var failures: [Int: CaptureError] = [:]

    /// Opens all files.
    ///
    /// - Throws: ``CaptureError`` for the first that cannot be opened or is no capture.
    package init(paths: [String]) throws(CaptureError) {
        let share = min(262_144, max(16_384, Self.bufferBytes / max(1, paths.count)))
        var files: [CaptureFile] = []
        for path in paths { files.append(try CaptureFile(path: path, bufferBytes: share)) }
        self.files = files
    }

    /// Hands over all packets.
    ///
    /// A file that breaks ends there, while the others go on; ``failures`` has why. The bytes are valid during each call
    /// only.
    ///
    /// - Parameters:
    ///   - notes: called for what a file says besides, with the file's place.
    ///   - body: called for each packet, with the file's place; places in the record count within its file.
    /// - Returns: how many packets were handed over.
    @discardableResult
    package func read(
        notes: (Int, CaptureFileNote) -> Void = { _, _ in }, _ body: (Int, PacketRecord, Span<UInt8>) -> Void
    ) -> Int {
        var count = 0
        var heads: [Head] = []
        for file in files.indices {
            if let time = nextTime(of: file, notes) { heads.append(Head(time: time, file: file)) }
        }
        // The earliest stands last. Files mostly follow one another, so the order seldom changes.
        heads.sort { $1 < $0 }
        while let head = heads.popLast() {
            let file = head.file
            do throws(CaptureError) {
                try files[file].read(through: limit(for: file, heads.last), notes: { notes(file, $0) }) {
                    record, bytes in
                    count += 1
                    body(file, record, bytes)
                }
            } catch {
                failures[file] = error
                continue
            }
            if let time = nextTime(of: file, notes) { insert(Head(time: time, file: file), into: &heads) }
        }
        return count
    }

    /// The last moment whose packets a file may hand over before it is another one's turn.
    private func limit(for file: Int, _ rival: Head?) -> Timestamp {
        guard let rival else { return Timestamp(nanoseconds: .max) }
        let isBehind = file > rival.file && rival.time.nanoseconds > .min
        return isBehind ? Timestamp(nanoseconds: rival.time.nanoseconds - 1) : rival.time
    }

    /// A file's next packet.
    private struct Head: Comparable {
        let time: Timestamp
        let file: Int

        static func < (left: Head, right: Head) -> Bool {
            left.time == right.time ? left.file < right.file : left.time < right.time
        }
    }

    private func insert(_ head: Head, into heads: inout [Head]) {
        var (low, high) = (0, heads.count)
        while low < high {
            let middle = (low + high) / 2
            if head < heads[middle] { low = middle + 1 } else { high = middle }
        }
        heads.insert(head, at: low)
    }

    private func nextTime(of file: Int, _ notes: (Int, CaptureFileNote) -> Void) -> Timestamp? {
        do throws(CaptureError) {
            return try files[file].peek { notes(file, $0) }?.timestamp
        } catch {
            failures[file] = error
            return nil
        }
    }
}
