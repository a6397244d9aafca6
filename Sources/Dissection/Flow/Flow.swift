internal import Observation

/// What is known of a flow while it lives.
///
/// It lies in a table's array and is changed there; what only some flows need hangs on ``content``.
struct Flow {
    let number: UInt64
    /// The ends, the lower one first.
    let key: FlowTuple
    let hash: UInt64
    let start: Timestamp
    var end: Timestamp
    var label = FlowLabel.none
    var sent = BothSides(FlowTally(), FlowTally())
    var opener: FlowSide
    /// Whether the side that opened the flow was seen doing so.
    let isOpeningKnown: Bool
    /// The sequence number of the SYN, which tells its retransmission from a new connection with the same ports.
    var openingSequenceNumber: UInt32?
    /// Which sides said that nothing more comes.
    var isFinished = BothSides(false, false)
    var applicationProtocol: ApplicationProtocol?
    var serverName: ServerName?
    /// How content was read, once some was.
    var visibility: ContentVisibility?
    /// What is being read, nothing before the first payload and when there is nothing more of interest.
    var content: FlowContent?
    /// Whether a connection waits for its first payload, which its reading begins with.
    var awaitsContent = false
    /// The sequence number of each side's first byte, where its SYN told it while nothing was read.
    var firstByte = BothSides<UInt32?>(nil, nil)

    // The place in the table's lists; the table alone changes them.
    var queue: FlowTable.Queue
    var older: FlowTable.Slot = FlowTable.none
    var newer: FlowTable.Slot = FlowTable.none
    /// When it was put at the end of its list, and when its last packet came, counted in packets.
    var queuedAt: UInt64 = 0
    var seenAt: UInt64 = 0
    /// Whether the table holds it still.
    var isAlive = true

    init(
        number: UInt64, _ key: FlowKey, _ opening: FlowOpening, _ queue: FlowTable.Queue, at time: Timestamp
    ) {
        self.number = number
        self.key = key.tuple
        hash = key.hash
        opener = opening.side
        isOpeningKnown = opening.isKnown
        self.queue = queue
        start = time
        end = time
    }

    /// The ends, the one that opened the flow first.
    var tuple: FlowTuple { opener == .lower ? key : key.reversed }

    var reference: FlowReference { FlowReference(number: number, tuple: tuple, label: label) }

    @inline(__always)
    mutating func count(from side: FlowSide, _ packet: NetworkPacket, payload: Int, at time: Timestamp) {
        sent[side].packets += Int64(packet.packetCount)
        sent[side].bytes += Int64(packet.wireLength)
        sent[side].payloadBytes += Int64(payload)
        if time > end { end = time }
    }

    func summary(_ ending: FlowSummary.Ending) -> FlowSummary {
        FlowSummary(
            flow: reference, start: start, end: end, fromSource: sent[opener], fromDestination: sent[opener.opposite],
            applicationProtocol: applicationProtocol, serverName: serverName, visibility: visibility,
            isOpeningKnown: isOpeningKnown, ending: ending
        )
    }
}
