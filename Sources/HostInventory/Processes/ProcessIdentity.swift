/// What tells one process from every other, also from a later one with the same number.
package struct ProcessIdentity: Hashable, Comparable, Sendable {
    /// The process's number.
    package let pid: Int32

    /// When it started, in clock ticks since the machine did.
    package let startTicks: UInt64

    /// Creates an identity.
    package init(pid: Int32, startTicks: UInt64) {
        self.pid = pid
        self.startTicks = startTicks
    }

    /// Orders by start, so that the older of two comes first.
    package static func < (left: ProcessIdentity, right: ProcessIdentity) -> Bool {
        (left.startTicks, left.pid) < (right.startTicks, right.pid)
    }
}
