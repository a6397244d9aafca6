/// How the messages of both sides are compressed (RFC 7692).
struct WebSocketCompression: Equatable {
    /// Whether each of the client's messages is compressed for itself.
    private(set) var clientTakesNoContextOver = false
    /// Whether each of the server's messages is compressed for itself.
    private(set) var serverTakesNoContextOver = false

    /// Reads the extensions that a server agreed on; nothing when compression is not among them.
    init?(_ extensions: String?) {
        guard let extensions else { return nil }
        for element in HTTPSyntax.elements(of: extensions) {
            let parts = element.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard parts.first == "permessage-deflate" else { continue }
            clientTakesNoContextOver = parts.contains("client_no_context_takeover")
            serverTakesNoContextOver = parts.contains("server_no_context_takeover")
            return
        }
        return nil
    }
}
