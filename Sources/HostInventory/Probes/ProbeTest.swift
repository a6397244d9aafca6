internal import Knowledge
internal import Observation

/// A reply with what several probes need of it, worked out once.
struct ProbeAnswer: Sendable {
    let reply: HTTPReply
    let document: JSONValue?

    init(_ reply: HTTPReply) {
        self.reply = reply
        let first = reply.body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let looksLikeJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        document = looksLikeJSON ? try? JSONValue(parsing: reply.body.span) : nil
    }
}

extension Disclosure {
    /// Whether an answer discloses it: with success and, where a piece of the body tells, with that piece.
    ///
    /// Of a body that was cut short only what was taken in counts.
    func isOpen(_ answer: ProbeAnswer) -> Bool {
        guard answer.reply.status == 200 else { return false }
        return contains.map { BytePattern($0).occurs(in: answer.reply.body) } ?? true
    }
}

extension Probe {
    /// How many expectations an answer meets when it meets all of them, and nothing when it misses one.
    func expectations(metBy answer: ProbeAnswer) -> Int? {
        let reply = answer.reply
        guard reply.status == status else { return nil }
        var met = 1
        if let body {
            guard reply.isComplete, reply.body.elementsEqual(body.utf8) else { return nil }
            met += 1
        }
        if let bodyContains {
            guard BytePattern(bodyContains).occurs(in: reply.body) else { return nil }
            met += 1
        }
        if let header {
            let piece = BytePattern(header.contains.lowercased())
            let values = reply.fields.filter { $0.name == header.name }
            guard values.contains(where: { piece.occurs(in: Array($0.value.lowercased().utf8)) }) else { return nil }
            met += 1
        }
        for test in json {
            guard let document = answer.document, let value = JSONPath(test.path)?.value(in: document) else {
                return nil
            }
            if let wanted = test.equals {
                guard JSONPath.text(of: value) == wanted else { return nil }
                met += 1
            }
            met += 1
        }
        return met
    }

    /// The version that an answer tells, when it reads like one.
    func version(in answer: ProbeAnswer) -> String? {
        let fromBody = versionPath.flatMap { path in
            answer.document.flatMap { JSONPath(path)?.value(in: $0) }.flatMap(JSONPath.text)
        }
        let text = fromBody ?? versionHeader.flatMap { answer.reply[$0] }
        guard let text, Self.tells(text) else { return nil }
        return text
    }

    /// Whether a text is a version that tells anything: short and printable, since the other side may say what it likes,
    /// and not one of the zeros that programs built without a version say, `b0-unknown` and `0.0.0`.
    private static func tells(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 64, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            return false
        }
        let number = text.utf8.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }
        return !number.contains(UInt8(ascii: "0")) || number.contains { (0x31...0x39).contains($0) }
    }
}
