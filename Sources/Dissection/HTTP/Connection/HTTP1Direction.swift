internal import Observation

/// How far the reading of one direction of an HTTP/1 connection has come.
struct HTTP1Direction {
    enum Phase {
        /// A head comes next.
        case head
        /// The body of the last head goes on.
        case body(HTTP1BodyReader)
        /// Where the next message begins is not known; it is looked for at the start of each run of bytes.
        case lost
        /// A request to turn to another protocol waits for its answer.
        case waiting
        /// Another protocol is spoken.
        case switched
    }

    var phase = Phase.head
    var heads: HTTP1HeadCollector
    /// When the head's first byte was captured.
    var began = Timestamp(nanoseconds: 0)
    /// Whether bytes that are no head are expected, since the reading began anew at a place that was only guessed.
    var isResuming = false

    init(_ kind: HTTP1HeadCollector.Kind, _ limits: DissectionLimits) {
        heads = HTTP1HeadCollector(kind, limit: limits.headBytes)
    }

    /// Looks for the next message at the start of each run from now on.
    mutating func lose() {
        heads.letGo()
        phase = .lost
        isResuming = true
    }
}
