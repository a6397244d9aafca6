/// Reads the form in which the binary carries YAML: what a node is, its line, and how much follows.
///
/// The tool that embeds the rules writes it. A tree that does not read to its last byte is no tree, and the text is parsed
/// instead.
enum CarriedTree {
    /// The documents of a tree; nothing when it is none.
    static func documents(_ tree: StaticString) -> [YAMLNode]? {
        tree.withUTF8Buffer { buffer in documents(unsafe buffer.span) }
    }

    static func documents(_ bytes: Span<UInt8>) -> [YAMLNode]? {
        var offset = 0
        var documents: [YAMLNode] = []
        while offset < bytes.count {
            guard let document = node(bytes, &offset, depth: 0) else { return nil }
            documents.append(document)
        }
        return documents
    }

    private static func node(_ bytes: Span<UInt8>, _ offset: inout Int, depth: Int) -> YAMLNode? {
        guard offset < bytes.count, depth < YAMLNode.depthLimit else { return nil }
        let kind = bytes[offset]
        offset += 1
        guard let line = number(bytes, &offset, before: UInt8(ascii: ",")),
            let count = number(bytes, &offset, before: UInt8(ascii: ":"))
        else { return nil }
        switch kind {
        case UInt8(ascii: "p"), UInt8(ascii: "q"):
            guard let text = text(bytes, &offset, count) else { return nil }
            return YAMLNode(.scalar(text, isQuoted: kind == UInt8(ascii: "q")), line: line)
        case UInt8(ascii: "s"):
            var elements: [YAMLNode] = []
            elements.reserveCapacity(min(count, bytes.count - offset))
            for _ in 0..<count {
                guard let element = node(bytes, &offset, depth: depth + 1) else { return nil }
                elements.append(element)
            }
            return YAMLNode(.sequence(elements), line: line)
        case UInt8(ascii: "m"):
            var members: [(key: String, value: YAMLNode)] = []
            members.reserveCapacity(min(count, bytes.count - offset))
            for _ in 0..<count {
                guard let size = number(bytes, &offset, before: UInt8(ascii: ":")),
                    let key = text(bytes, &offset, size), let value = node(bytes, &offset, depth: depth + 1)
                else { return nil }
                members.append((key, value))
            }
            return YAMLNode(.mapping(members), line: line)
        default: return nil
        }
    }

    private static func number(_ bytes: Span<UInt8>, _ offset: inout Int, before end: UInt8) -> Int? {
        var value = 0
        let start = offset
        while offset < bytes.count, bytes[offset] != end {
            let digit = bytes[offset]
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit), offset - start < 9 else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
            offset += 1
        }
        guard offset > start, offset < bytes.count else { return nil }
        offset += 1
        return value
    }

    private static func text(_ bytes: Span<UInt8>, _ offset: inout Int, _ count: Int) -> String? {
        guard count <= bytes.count - offset else { return nil }
        defer { offset += count }
        do {
            return String(copying: try UTF8Span(validating: bytes.extracting(offset..<offset + count)))
        } catch {
            return nil
        }
    }
}
