package import Observation

/// What a capture tells of a packet besides its bytes.
package struct PacketRecord: Hashable, Sendable {
    /// When it was captured.
    package let timestamp: Timestamp

    /// The length on the wire, which is more than was captured when the packet was cut off.
    package let originalLength: Int

    /// What the bytes begin with, as libpcap numbers it (`DLT_…`).
    package let dataLink: Int32
}

/// How many packets came and how many did not.
package struct CaptureStatistics: Hashable, Sendable {
    /// Packets that were handed over.
    package internal(set) var received: Int64 = 0

    /// Packets that the kernel dropped because they were not taken quickly enough.
    package internal(set) var droppedByKernel: Int64 = 0

    /// Packets that the interface or its driver dropped.
    package internal(set) var droppedByInterface: Int64 = 0

    package init() {}
}
