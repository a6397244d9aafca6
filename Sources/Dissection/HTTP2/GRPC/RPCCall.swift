/// One remote procedure call of gRPC or gRPC-Web, which is an exchange of HTTP with messages for bodies.
package struct RPCCall: Equatable, Sendable {
    /// The service with its package, as `opentelemetry.proto.collector.trace.v1.TraceService`.
    package let service: String
    /// The procedure.
    package let method: String
    /// The status in the answer's trailers, 0 where the call succeeded; missing when no trailers were seen.
    package internal(set) var statusCode: Int?
    /// What the server says about it.
    package internal(set) var statusMessage: String?
    /// What the client sent.
    package internal(set) var request = RPCMessages()
    /// What the server sent.
    package internal(set) var response = RPCMessages()

    /// The call that a request makes; nothing when it makes none.
    init?(_ request: HTTPRequest) {
        guard GRPCForm(mediaType: request.mediaType) != nil, let slash = request.target.utf8.lastIndex(of: 0x2F) else {
            return nil
        }
        method = String(request.target[slash...].dropFirst())
        service = String(request.target[..<slash].drop { $0 == "/" })
    }

    /// Takes in a field of the answer's head or trailers, or one of gRPC-Web's last message.
    mutating func take(_ name: some StringProtocol, _ value: some StringProtocol) {
        switch name {
        case "grpc-status": statusCode = statusCode ?? Int(value)
        case "grpc-message": statusMessage = statusMessage ?? Self.percentDecoded(value)
        default: break
        }
    }

    /// A status message without the coding that gRPC puts over it.
    private static func percentDecoded(_ value: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(value.utf8.prefix(4_096))[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == 0x25, rest.count >= 2, let number = UInt8(digits, radix: 16) {
                bytes.append(number)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The messages of one direction of a call.
package struct RPCMessages: Equatable, Sendable {
    /// How many messages were whole.
    package internal(set) var count = 0
    /// Their bytes as they were sent, without the prefixes that tell their lengths.
    package internal(set) var byteCount: Int64 = 0

    package init() {}
}
