internal import Observation

/// What reads the content of a flow.
enum FlowContent {
    case connection(TCPConnection)
    case quic(QUICDialogue)
    case dtls(DTLSDialogue)

    /// Bytes that are kept for datagrams; a connection accounts for its own.
    var datagramByteCount: Int {
        switch self {
        case .connection: 0
        case .quic(let dialogue): dialogue.bufferedByteCount
        case .dtls(let dialogue): dialogue.bufferedByteCount
        }
    }

    /// Whether nothing further is of interest.
    var isDone: Bool {
        switch self {
        case .connection(let connection): connection.isDone
        case .quic(let dialogue): dialogue.isDone
        case .dtls(let dialogue): dialogue.isDone
        }
    }

    /// Reads a datagram.
    func read(_ datagram: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        switch self {
        case .connection: break
        case .quic(let dialogue): dialogue.read(datagram, from: side, at: time, into: &findings)
        case .dtls(let dialogue): dialogue.read(datagram, from: side, at: time, into: &findings)
        }
    }

    /// Hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        switch self {
        case .connection(let connection): connection.finish(at: time, into: &findings)
        case .quic(let dialogue): dialogue.finish(at: time, into: &findings)
        case .dtls(let dialogue): dialogue.finish(at: time, into: &findings)
        }
    }
}
