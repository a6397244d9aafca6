/// How much is kept of what lies below the transport layer, and for how long.
package struct NetworkLimits: Sendable {
    /// Datagrams of which not all parts have come; beyond it the oldest is given up.
    package var fragmentedDatagrams = 1_024

    /// Bytes that they take together, the cost of keeping them included; beyond it the oldest is given up.
    package var fragmentBytes = 4 << 20

    /// Nanoseconds after its first part after which a datagram is given up.
    package var fragmentTimeout: Int64 = 30_000_000_000

    /// Tunnels within tunnels that are looked into.
    package var tunnelDepth = 4

    package init() {}
}

/// What happened below the transport layer, in numbers.
package struct NetworkCounters: Equatable, Sendable {
    /// Parts of datagrams that came.
    package internal(set) var fragments: Int64 = 0
    /// Datagrams that were put together.
    package internal(set) var reassembled: Int64 = 0
    /// Parts that came twice.
    package internal(set) var duplicateFragments: Int64 = 0
    /// Parts that could not be kept: beyond the longest datagram, or of one whose parts overlap.
    package internal(set) var droppedFragments: Int64 = 0
    /// Datagrams of which parts were missing for too long.
    package internal(set) var unfinishedDatagrams: Int64 = 0
    /// Datagrams that were given up to make room.
    package internal(set) var evictedDatagrams: Int64 = 0
    /// Packets that carried a packet.
    package internal(set) var tunnelPackets: Int64 = 0
    /// Oddities that were not told because nobody took those before.
    package internal(set) var weirdsDropped: Int64 = 0

    package init() {}
}
