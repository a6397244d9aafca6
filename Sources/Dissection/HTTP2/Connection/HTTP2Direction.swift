internal import Observation

/// How far the reading of one direction of a connection of HTTP/2 has come.
struct HTTP2Direction {
    /// A header block that is not at its end.
    struct OpenBlock {
        /// The stream that it belongs to; of a promise, the promised one.
        let stream: UInt32
        /// The stream that its frames carry.
        let carrier: UInt32
        let isPromise: Bool
        let endsStream: Bool
        let began: Timestamp
        var continuationCount = 0
    }

    var frames: HTTP2FrameReader
    let fields: HTTP2FieldReader
    var block: OpenBlock?
    /// When the first byte of the frame was captured.
    var began = Timestamp(nanoseconds: 0)
    /// Whether the frame's content is not to be read.
    var ignoresContent = false
    /// The longest frames that this side takes.
    var acceptedFrameSize = HTTP2Beginning.frameSize
    /// Whether a frame was seen.
    var hasBegun = false
    /// Whether this side's first frames were not captured.
    var isBeginningUnseen = false

    init(expectsPreface: Bool, _ limits: DissectionLimits) {
        frames = HTTP2FrameReader(expectsPreface: expectsPreface)
        fields = HTTP2FieldReader(isTableKnown: true, byteLimit: limits.headBytes)
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { frames.held.count + fields.bufferedByteCount }
}
