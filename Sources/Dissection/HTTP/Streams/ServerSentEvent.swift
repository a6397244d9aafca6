/// One event of a `text/event-stream`.
package struct ServerSentEvent: Equatable, Sendable {
    /// The `event` field; missing stands for `message`.
    package internal(set) var type: String?

    /// The `data` fields, joined by line feeds.
    package internal(set) var data: [UInt8] = []

    /// The last `id` field of the stream so far.
    package internal(set) var id: String?

    /// Whether a part of it was left out because it is beyond the limit.
    package internal(set) var isTruncated = false
}
