internal import Foundation

/// Lets several threads through a capture side by side, window by window, so that what they tell comes out in its order.
///
/// Every thread comes to the gate at the end of each window with what it has to tell. The last one to come writes all of
/// it, ordered by the packets that it was told at, and opens the gate.
final class WindowGate: @unchecked Sendable {
    /// How many packets a window has.
    static let window: UInt64 = 65_536

    // Guarded by the condition's lock.
    private var threads: Int
    private var arrived = 0
    private var round = 0
    private var lines: [InspectionLine] = []
    private let condition = NSCondition()
    private let write: (String) -> Void

    init(threads: Int, _ write: @escaping (String) -> Void) {
        self.threads = threads
        self.write = write
    }

    /// Hands over a thread's lines and waits for the others.
    func pass(_ lines: inout [InspectionLine]) {
        condition.lock()
        defer { condition.unlock() }
        take(&lines)
        arrived += 1
        let mine = round
        if arrived == threads { return open() }
        while round == mine { condition.wait() }
    }

    /// Hands over a thread's last lines; nobody waits for it any more.
    func leave(_ lines: inout [InspectionLine]) {
        condition.lock()
        defer { condition.unlock() }
        take(&lines)
        threads -= 1
        if arrived == threads { open() }
    }

    private func take(_ more: inout [InspectionLine]) {
        lines += more
        more.removeAll(keepingCapacity: true)
    }

    private func open() {
        lines.sort { ($0.packet, $0.place) < ($1.packet, $1.place) }
        if !lines.isEmpty { write(lines.map { $0.text + "\n" }.joined()) }
        lines.removeAll(keepingCapacity: true)
        arrived = 0
        round += 1
        condition.broadcast()
    }
}

/// A line of NDJSON, and where in the capture it was told.
struct InspectionLine: Sendable {
    /// The number of the packet, from one on; after the last packet, more than there are.
    let packet: UInt64
    /// The line's place among those that were told at the same packet.
    let place: Int
    let text: String
}
