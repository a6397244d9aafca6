extension Weird {
    /// A server answers a request with something that is no response of HTTP.
    static let badHTTPReply = Weird("bad_HTTP_reply", isMalformed: true)
    /// A client sends something that is no request of HTTP where one should begin.
    static let badHTTPRequest = Weird("bad_HTTP_request", isMalformed: true)
    /// A version that HTTP/1 does not have.
    static let badHTTPVersion = Weird("bad_HTTP_version")
    /// A response without a request that it could answer.
    static let unmatchedHTTPReply = Weird("unmatched_HTTP_reply")
    /// More requests wait for their answers than are remembered; the oldest was told without.
    static let excessivePipelining = Weird("HTTP_excessive_pipelining")
    /// A chunk's size is no number, too large a one, or its line too long.
    static let badChunkSize = Weird("HTTP_bad_chunk_size", isMalformed: true)
    /// Several lengths that contradict each other, or one that is no number.
    static let badContentLength = Weird("HTTP_bad_content_length", isMalformed: true)
    /// A length beside chunks, by which one reader can be made to see other requests than another.
    static let lengthBesideChunks = Weird("HTTP_content_length_with_chunked")
    /// A transfer coding that does not end in `chunked`, so that the end of a request cannot be told.
    static let badTransferCoding = Weird("HTTP_bad_transfer_coding", isMalformed: true)
    /// A blank between a field's name and its colon, which some readers take for part of the name.
    static let blankBeforeColon = Weird("HTTP_blank_before_colon")
    /// A field that goes on in the next line, which has long been forbidden.
    static let obsoleteLineFolding = Weird("HTTP_obsolete_line_folding")
    /// A line of a head without a colon.
    static let fieldWithoutColon = Weird("HTTP_field_without_colon")
    /// A head without end.
    static let headTooLong = Weird("HTTP_head_too_long")
    /// A body that cannot be decoded as its coding says.
    static let undecodableContent = Weird("inflate_failed", isMalformed: true)
    /// A body that grows out of all proportion when it is decoded.
    static let decompressionBomb = Weird("decompression_bomb")
}
