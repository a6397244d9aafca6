internal import Foundation
internal import Observation

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
    private var isClosing = false
    private let isEnough: () -> Bool
    private let write: (String) -> Void

    init(threads: Int, isEnough: @escaping () -> Bool, _ write: @escaping (String) -> Void) {
        self.threads = threads
        self.isEnough = isEnough
        self.write = write
    }

    /// Hands over a thread's lines and waits for the others; tells whether to read on, which is the same for all.
    func pass(_ lines: inout [InspectionLine]) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        take(&lines)
        arrived += 1
        let mine = round
        if arrived == threads {
            open()
        } else {
            while round == mine { condition.wait() }
        }
        return !isClosing
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
        isClosing = isClosing || isEnough()
        lines.sort { $0 < $1 }
        if !lines.isEmpty { write(lines.map { $0.text + "\n" }.joined()) }
        lines.removeAll(keepingCapacity: true)
        arrived = 0
        round += 1
        condition.broadcast()
    }
}

/// A line of NDJSON, and where in the capture it was told.
struct InspectionLine: Comparable, Sendable {
    /// The number of the packet, from one on; after the last packet, more than there are.
    let packet: UInt64
    /// When what it tells of happened.
    let time: Timestamp
    let text: String

    /// Many lines are told at once when a capture ends; which thread tells them must not matter.
    static func < (left: InspectionLine, right: InspectionLine) -> Bool {
        if left.packet != right.packet { return left.packet < right.packet }
        return left.time == right.time ? left.text < right.text : left.time < right.time
    }
}
