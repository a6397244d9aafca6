/// The body of a request or a response: its beginning without any coding, and how much there was.
package struct HTTPBody: Equatable, Sendable {
    /// The beginning, up to the limit; without chunk framing and content codings, as far as these are known.
    package internal(set) var bytes: [UInt8] = []

    /// The number of bytes that were seen as they were sent, codings included and chunk framing left out.
    package internal(set) var byteCount: Int64 = 0

    /// The number of bytes without codings; as far as decoding went.
    package internal(set) var decodedByteCount: Int64 = 0

    /// Whether ``bytes`` are less than what was sent: beyond the limit, lost, not decoded, or cut off by the end of the flow.
    package internal(set) var isTruncated = false

    /// A body without bytes.
    package init() {}
}
