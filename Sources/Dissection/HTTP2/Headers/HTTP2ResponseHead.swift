/// What a response's header block says (RFC 9113, section 8.3.2).
struct HTTP2ResponseHead {
    /// The response, still without its body; its status is 0 where that could not be read.
    let response: HTTPResponse
    /// What is odd about it.
    private(set) var weirds: [Weird] = []

    init(_ block: HTTP2FieldBlock) {
        weirds = block.oddities(pseudo: [":status"])
        let status = block[":status"].flatMap { $0.utf8.count == 3 ? UInt16($0) : nil }
        if status ?? 0 < 100, !block.hasUnknownFields, !weirds.contains(.badPseudoHeader) {
            weirds.append(.badPseudoHeader)
        }
        var response = HTTPResponse(statusCode: Int(status ?? 0), version: "2")
        for field in block.fields where !field.name.utf8.starts(with: [0x3A]) {
            response.addField(field.name, field.value)
        }
        self.response = response
    }
}

extension HTTP2FieldBlock {
    /// What contradicts the rules for fields (RFC 9113, sections 8.2 and 8.3).
    func oddities(pseudo allowed: [String]) -> [Weird] {
        var result: [Weird] = []
        var seen: [String] = []
        var isBehindFields = false
        for field in fields {
            if field.name.utf8.first == 0x3A {
                let isRight = !isBehindFields && allowed.contains(field.name) && !seen.contains(field.name)
                if !isRight, !result.contains(.badPseudoHeader) { result.append(.badPseudoHeader) }
                if seen.count < 8 { seen.append(field.name) }
                continue
            }
            isBehindFields = true
            switch field.name {
            case "connection", "transfer-encoding", "keep-alive", "proxy-connection", "upgrade":
                if !result.contains(.connectionSpecificField) { result.append(.connectionSpecificField) }
            default: break
            }
        }
        return result
    }
}
