internal import Glibc

/// A classic capture of Ethernet frames that is written packet by packet.
///
/// The capture's clock goes on by a fifth of a millisecond with each packet, so that a mix of captures of many years is one
/// of some minutes.
final class ComposedCapture {
    private static let nanosecondsBetweenPackets: UInt64 = 200_000
    private static let beginning: UInt64 = 1_750_000_000

    let path: String
    private(set) var packets = 0
    private(set) var bytes = 0
    private let descriptor: Int32
    private var waiting: [UInt8] = []

    /// Makes a file, or nothing when that is not possible.
    init?(path: String) {
        self.path = path
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        waiting.reserveCapacity(1 << 21)
        // Magic number of captures in nanoseconds, version 2.4, no zone, no accuracy, frame limit, Ethernet.
        for word: UInt32 in [0xA1B2_3C4D, 0x0004_0002, 0, 0, 262_144, 1] { put(word) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Adds a frame.
    func append(_ frame: [UInt8], originalLength: Int? = nil) {
        let time = UInt64(packets) * Self.nanosecondsBetweenPackets
        put(UInt32(truncatingIfNeeded: Self.beginning + time / 1_000_000_000))
        put(UInt32(truncatingIfNeeded: time % 1_000_000_000))
        put(UInt32(truncatingIfNeeded: frame.count))
        put(UInt32(truncatingIfNeeded: originalLength ?? frame.count))
        waiting += frame
        packets += 1
        bytes += frame.count
        if waiting.count >= 1 << 20 { flush() }
    }

    /// Writes what waits; false when there was no room for all.
    @discardableResult
    func flush() -> Bool {
        defer { waiting.removeAll(keepingCapacity: true) }
        let count = waiting.count
        return unsafe waiting.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, count) } == count
    }

    private func put(_ word: UInt32) {
        for shift: UInt32 in [0, 8, 16, 24] { waiting.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}
