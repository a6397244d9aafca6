package import Observation

/// A request of HTTP and what came of it.
package struct HTTPExchange: Equatable, Sendable {
    /// What was asked.
    package internal(set) var request: HTTPRequest

    /// What was answered at last; missing when no answer was seen.
    package internal(set) var response: HTTPResponse?

    /// The remote procedure call that the exchange makes; missing when it makes none.
    package internal(set) var rpc: RPCCall?

    /// The statuses of the answers before it, as `100`, `103`, and `101` where the answer came over HTTP/2.
    package internal(set) var informationalStatusCodes: [Int] = []

    /// When the request's first byte was captured; the response's, where no request was seen.
    package let start: Timestamp

    /// When the request was whole.
    package internal(set) var requestEnd: Timestamp?

    /// When the first byte of the final response was captured.
    package internal(set) var responseStart: Timestamp?

    /// When the first byte of the response's body was captured.
    package internal(set) var responseBodyStart: Timestamp?

    /// When the last byte of both was captured.
    package internal(set) var end: Timestamp

    init(_ request: HTTPRequest, at time: Timestamp) {
        self.request = request
        start = time
        end = time
    }
}
