package import Observation

/// Which way a packet went, seen from the host that captured it.
package enum PacketDirection: UInt8, Hashable, Sendable {
    case unknown
    case inbound
    case outbound
}

/// What a capture tells of a packet besides its bytes; plain numbers, so that handing it over costs nothing.
package struct PacketRecord: Hashable, Sendable {
    /// When it was captured.
    ///
    /// A format that has no time for a packet (pcapng's Simple Packet Block) gives it that of the packet before.
    package let timestamp: Timestamp

    /// The length on the wire, which is more than was captured when the packet was cut off.
    package let originalLength: Int

    /// What the bytes begin with, as libpcap numbers it (`DLT_…`).
    package let dataLink: Int32

    /// The place of its interface among those of the file, counted over all sections; 0 in live captures.
    package let interface: Int32

    /// The place of its process among those that the file's notes tell of, or -1 where the file says nothing.
    package let process: Int32

    /// Which way it went, where the file says so.
    package let direction: PacketDirection

    package init(
        timestamp: Timestamp, originalLength: Int, dataLink: Int32, interface: Int32 = 0, process: Int32 = -1,
        direction: PacketDirection = .unknown
    ) {
        self.timestamp = timestamp
        self.originalLength = originalLength
        self.dataLink = dataLink
        self.interface = interface
        self.process = process
        self.direction = direction
    }
}

/// How many packets came and how many did not.
package struct CaptureStatistics: Hashable, Sendable {
    /// Packets that were handed over.
    package var received: Int64 = 0

    /// Packets that the kernel dropped because they were not taken quickly enough.
    package var droppedByKernel: Int64 = 0

    /// Packets that the interface or its driver dropped.
    package var droppedByInterface: Int64 = 0

    package init() {}
}
