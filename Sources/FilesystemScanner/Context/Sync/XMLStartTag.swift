/// The attributes of one element's start tag.
///
/// Enough of XML 1.0 for configuration files that a program wrote: no entities but the predefined and numbered ones.
struct XMLStartTag {
    private var attributes: [String: String] = [:]

    subscript(name: String) -> String? { attributes[name] }

    /// The start tags of all elements of a name, comments left out.
    static func all(named name: String, in text: String) -> [XMLStartTag] {
        var tags: [XMLStartTag] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            if rest.hasPrefix("!--") {
                rest = after("-->", in: rest)
                continue
            }
            let end = rest.firstIndex(of: ">") ?? rest.endIndex
            let word = rest.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
            if word == name { tags.append(XMLStartTag(rest[word.endIndex..<end])) }
            rest = rest[end...]
        }
        return tags
    }

    private init(_ text: Substring) {
        var rest = text
        while let mark = rest.firstIndex(of: "=") {
            let name = rest[..<mark].filter { !$0.isWhitespace && $0 != "/" }
            rest = rest[rest.index(after: mark)...].drop { $0.isWhitespace }
            guard let quote = rest.first, quote == "\"" || quote == "'" else { return }
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: quote) else { return }
            attributes[name] = Self.unescaped(rest[..<end])
            rest = rest[rest.index(after: end)...]
        }
    }

    private static func after(_ mark: String, in text: Substring) -> Substring {
        var rest = text
        while !rest.isEmpty, !rest.hasPrefix(mark) { rest = rest.dropFirst() }
        return rest.dropFirst(mark.count)
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = ""
        var rest = text
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[rest.index(after: mark)...]
            guard let end = rest.firstIndex(of: ";"), let character = character(rest[..<end]) else {
                result += "&"
                continue
            }
            result.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> Character? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { return nil }
            let isHexadecimal = name.hasPrefix("#x")
            guard let number = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10) else {
                return nil
            }
            return Unicode.Scalar(number).map { Character($0) }
        }
    }
}
