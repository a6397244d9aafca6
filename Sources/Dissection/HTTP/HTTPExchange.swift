/// A request of HTTP and what came of it.
package struct HTTPExchange: Equatable, Sendable {
    /// What was asked.
    package let request: HTTPRequest
}
