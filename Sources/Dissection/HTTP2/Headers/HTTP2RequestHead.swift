/// What a request's header block says (RFC 9113, section 8.3.1).
struct HTTP2RequestHead {
    /// The request, still without its body; nothing when so little of the block could be read that it has no method.
    let request: HTTPRequest?
    /// The protocol that an extended CONNECT asks for (RFC 8441, section 4).
    let connectProtocol: String?
    /// What is odd about it.
    private(set) var weirds: [Weird] = []

    init(_ block: HTTP2FieldBlock, scheme: String) {
        connectProtocol = block[":protocol"]
        weirds = block.oddities(pseudo: [":method", ":scheme", ":authority", ":path", ":protocol"])
        guard let method = block[":method"], !method.isEmpty else {
            request = nil
            if !block.hasUnknownFields, !weirds.contains(.badPseudoHeader) { weirds.append(.badPseudoHeader) }
            return
        }
        let authority = block[":authority"]
        let isTunnel = method == "CONNECT" && connectProtocol == nil
        let target = isTunnel ? authority : block[":path"]
        if target?.isEmpty ?? true, !block.hasUnknownFields, !weirds.contains(.badPseudoHeader) {
            weirds.append(.badPseudoHeader)
        }
        let named = block[":scheme"]?.lowercased()
        var request = HTTPRequest(
            method: method, target: target ?? "", version: "2",
            scheme: named == "http" || named == "https" ? named ?? scheme : scheme, host: authority)
        for field in block.fields where !field.name.utf8.starts(with: [0x3A]) {
            request.addField(field.name, field.value)
        }
        self.request = request
    }
}
