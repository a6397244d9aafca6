extension Weird {
    /// A client of HTTP/2 does not begin as it has to, and no frames can be made out either.
    static let badHTTP2Preface = Weird("HTTP2_bad_preface", isMalformed: true)
    /// A connection of HTTP/2 whose beginning was not captured, so that some header fields stay unknown.
    static let unseenHTTP2Beginning = Weird("HTTP2_midstream")
    /// Bytes were lost in a place where nothing tells where the next frame begins; that side is not read any further.
    static let lostHTTP2Framing = Weird("HTTP2_framing_lost")
    /// Bytes of a header block were lost, so that some header fields stay unknown from there on.
    static let lostHTTP2Headers = Weird("HTTP2_headers_lost")
    /// A frame's length does not fit its type.
    static let badHTTP2FrameLength = Weird("HTTP2_bad_frame_length", isMalformed: true)
    /// A frame is longer than the other side said that it takes.
    static let oversizedHTTP2Frame = Weird("HTTP2_frame_too_large", isMalformed: true)
    /// A frame's stream number does not fit its type or its sender.
    static let badHTTP2Stream = Weird("HTTP2_bad_stream_id", isMalformed: true)
    /// A frame is padded beyond its end.
    static let badHTTP2Padding = Weird("HTTP2_bad_padding", isMalformed: true)
    /// A setting has a value that it cannot have.
    static let badHTTP2Setting = Weird("HTTP2_bad_setting", isMalformed: true)
    /// A frame comes in the middle of a header block, or the rest of a block without its beginning.
    static let unexpectedHTTP2Frame = Weird("HTTP2_unexpected_frame", isMalformed: true)
    /// A header block is cut into very many frames, which keeps servers busy.
    static let continuationFlood = Weird("HTTP2_continuation_flood")
    /// More streams are open at once than are followed; the oldest was told as far as it had come.
    static let excessiveHTTP2Streams = Weird("HTTP2_excessive_streams")
    /// A response on a stream without a request.
    static let unmatchedHTTP2Reply = Weird("HTTP2_unmatched_reply")
    /// Pseudo header fields are missing, double, unknown, or behind other fields.
    static let badPseudoHeader = Weird("HTTP2_bad_pseudo_header", isMalformed: true)
    /// A header field that has no place in HTTP/2 and that servers which hand requests on can be misled by.
    static let connectionSpecificField = Weird("HTTP2_connection_specific_field")
    /// A header block that is no HPACK.
    static let badHeaderCompression = Weird("HPACK_invalid", isMalformed: true)
    /// A header block that grows out of all proportion when it is decoded.
    static let headerCompressionBomb = Weird("HPACK_bomb")
    /// A message of gRPC that cannot be decompressed.
    static let undecodableGRPCMessage = Weird("gRPC_inflate_failed", isMalformed: true)
}
