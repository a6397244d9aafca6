internal import ArgumentParser
internal import PacketCapture

/// A ring of files as users write it: `10x100M` for ten files of 100 megabytes.
struct RingSize: ExpressibleByArgument, Sendable {
    /// How many files are kept.
    let count: Int
    /// Bytes after which a file is ended.
    let bytes: Int64

    var ring: CaptureRing { CaptureRing(fileBytes: bytes, fileCount: count) }

    init?(argument: String) {
        let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
        let units: [Character: Int64] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        guard parts.count == 2, let count = Int(parts[0]), (1...100_000).contains(count) else { return nil }
        var number = parts[1]
        var factor: Int64 = 1
        if let last = number.last, let unit = units[last] {
            factor = unit
            number.removeLast()
        }
        guard number.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(number) else { return nil }
        let (bytes, overflow) = value.multipliedReportingOverflow(by: factor)
        guard !overflow, bytes >= 4_096 else { return nil }
        (self.count, self.bytes) = (count, bytes)
    }
}
