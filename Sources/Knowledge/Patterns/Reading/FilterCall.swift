/// One call of a filter: a function of what was found, with its list of strings or its bound.
struct FilterCall {
    /// What a filter looks at.
    enum Subject {
        case secret, match, line, path
    }

    let function: String
    let subject: Subject?
    /// The strings of the list.
    let strings: [String]
    /// The number behind `<` or `<=`.
    let bound: Double?

    /// Reads a call; none when the term is anything else.
    init?(_ term: [UInt8]) {
        guard let open = term.firstIndex(of: UInt8(ascii: "(")),
            let close = FilterScanner.end(of: term, from: open)
        else { return nil }
        let name = String(decoding: term[..<open], as: UTF8.self)
        function = name.split(separator: ".").last.map(String.init) ?? name
        guard ["entropy", "matchesAny", "containsAny"].contains(function) else { return nil }
        let arguments = FilterScanner.parts(of: Array(term[(open + 1)..<close]), at: UInt8(ascii: ","))
        subject = arguments.first.flatMap(Self.subject)
        strings = arguments.count == 2 ? Self.list(arguments[1]) : []
        let rest = String(decoding: term[(close + 1)...].filter { $0 > 0x20 }, as: UTF8.self)
        if function == "entropy" {
            guard rest.hasPrefix("<") else { return nil }
            bound = Double(rest.drop { $0 == "<" || $0 == "=" })
        } else {
            guard rest.isEmpty else { return nil }
            bound = nil
        }
    }

    private static func subject(_ argument: [UInt8]) -> Subject? {
        switch String(decoding: argument.filter { $0 > 0x20 }, as: UTF8.self) {
        case "finding[\"secret\"]", "finding.secret": .secret
        case "finding[\"match\"]", "finding.match": .match
        case "finding[\"line\"]", "finding.line": .line
        case "attributes[?\"path\"].orValue(\"\")", "attributes[\"path\"]", "attributes.path",
            "get(attributes,\"path\",\"\")":
            .path
        default: nil
        }
    }

    private static func list(_ argument: [UInt8]) -> [String] {
        guard let open = argument.firstIndex(of: UInt8(ascii: "[")),
            let close = argument.lastIndex(of: UInt8(ascii: "]")), open < close
        else { return [] }
        return FilterScanner.parts(of: Array(argument[(open + 1)..<close]), at: UInt8(ascii: ",")).compactMap(
            FilterScanner.string)
    }
}
