/// How the messages of a call are written, by the media type of the body.
enum GRPCForm {
    /// Protocol buffers, or something else that is no text.
    case binary
    /// JSON or other text.
    case text

    /// The form of a media type; nothing when it is none of gRPC, or one of the base64 that few use.
    init?(mediaType: String?) {
        guard let mediaType, mediaType.hasPrefix("application/grpc") else { return nil }
        let rest = mediaType.dropFirst("application/grpc".count)
        guard rest.isEmpty || rest == "-web" || rest.hasPrefix("+") || rest.hasPrefix("-web+") else { return nil }
        self = rest.hasSuffix("+json") ? .text : .binary
    }
}
