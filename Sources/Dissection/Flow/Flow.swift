internal import Observation

/// One of the two ways in a flow.
enum FlowDirection {
    case fromSource
    case fromDestination

    var opposite: FlowDirection { self == .fromSource ? .fromDestination : .fromSource }
}

/// What is known of a flow while it lives.
final class Flow {
    let number: UInt64
    let key: FlowTuple
    let start: Timestamp
    var tuple: FlowTuple
    var end: Timestamp
    var label = FlowLabel.none
    var fromSource = FlowTally()
    var fromDestination = FlowTally()
    var applicationProtocol: ApplicationProtocol?
    var serverName: ServerName?
    /// Whether the side that opened the flow was seen doing so.
    let isOpeningKnown: Bool
    /// The sequence number of the SYN, which tells its retransmission from a new connection with the same ports.
    var openingSequenceNumber: UInt32?
    /// What each side sends, for TCP.
    var sourceStream: TCPStream?
    var destinationStream: TCPStream?
    /// Bytes that the streams held when they were last asked.
    var bufferedByteCount = 0

    // The place in the table's lists; the table alone changes them.
    var slot = -1
    var queue = FlowTable.Queue.connections
    var older: Flow.Slot?
    var newer: Flow.Slot?

    typealias Slot = Int

    init(number: UInt64, key: FlowTuple, tuple: FlowTuple, isOpeningKnown: Bool, at time: Timestamp) {
        self.number = number
        self.key = key
        self.tuple = tuple
        self.isOpeningKnown = isOpeningKnown
        start = time
        end = time
    }

    var reference: FlowReference { FlowReference(number: number, tuple: tuple, label: label) }

    func stream(_ direction: FlowDirection) -> TCPStream? {
        direction == .fromSource ? sourceStream : destinationStream
    }

    func count(_ direction: FlowDirection, wireLength: Int, payload: Int) {
        switch direction {
        case .fromSource: fromSource.add(wireLength, payload)
        case .fromDestination: fromDestination.add(wireLength, payload)
        }
    }

    /// Lets the other side be the source, once its messages show that it opened the flow.
    func turnAround() {
        tuple = tuple.reversed
        swap(&fromSource, &fromDestination)
        swap(&sourceStream, &destinationStream)
    }

    func summary(_ ending: FlowSummary.Ending) -> FlowSummary {
        FlowSummary(
            flow: reference, start: start, end: end, fromSource: fromSource, fromDestination: fromDestination,
            applicationProtocol: applicationProtocol, serverName: serverName, isOpeningKnown: isOpeningKnown,
            ending: ending
        )
    }
}

extension FlowTally {
    fileprivate mutating func add(_ wireLength: Int, _ payload: Int) {
        packets += 1
        bytes += Int64(wireLength)
        payloadBytes += Int64(payload)
    }
}
