package import Knowledge

extension PathTemplate {
    /// The paths that the template stands for in a context; none when it does not apply there.
    ///
    /// It does not apply when a placeholder has no value, or when the path comes out relative and no working folder is
    /// known. What values hold is taken as it is: a star in a variable is a star in a file's name. Beside the wildcards
    /// of the type, `[a-z]` and `[!a-z]` stand for one byte.
    package func patterns(in context: PlaceContext) -> [PathPattern] {
        let expansion = PathExpansion(context: context)
        var seen: Set<PathPattern> = []
        return expansion.expand(Array(text.utf8)[...], depth: 0)
            .compactMap { PathPattern(expansion.absolute($0), home: context.home?.path) }
            .filter { seen.insert($0).inserted }
    }
}

/// The expansion of one template in one context.
private struct PathExpansion {
    /// How deeply braces may lie in one another.
    private static let depthLimit = 8
    /// How many paths one template may stand for.
    private static let pathLimit = 256
    /// The longest value of a variable or an option that is taken for a path.
    private static let valueLimit = 4_096

    let context: PlaceContext

    func expand(_ text: ArraySlice<UInt8>, depth: Int) -> [[PathAtom]] {
        guard depth < Self.depthLimit else { return [] }
        var paths: [[PathAtom]] = [[]]
        var index = text.startIndex
        while index < text.endIndex {
            var pieces: [[PathAtom]] = []
            switch text[index] {
            case UInt8(ascii: "{"):
                if let close = Self.closingBrace(text, from: index) {
                    pieces = alternatives(text[(index + 1)..<close], depth: depth + 1)
                    index = close
                } else {
                    pieces = [[Self.atom(.byte(text[index]))]]
                }
            case UInt8(ascii: "*"): pieces = [[Self.atom(.star)]]
            case UInt8(ascii: "?"): pieces = [[Self.atom(.any)]]
            case UInt8(ascii: "["):
                let (token, last) = Self.byteClass(text, from: index)
                pieces = [[Self.atom(token)]]
                index = last
            default: pieces = [[Self.atom(.byte(text[index]))]]
            }
            paths = Array(paths.lazy.flatMap { path in pieces.map { path + $0 } }.prefix(Self.pathLimit))
            index += 1
        }
        return paths
    }

    /// A path below the working folder, when it is relative and there is one.
    func absolute(_ path: [PathAtom]) -> [PathAtom] {
        guard path.first?.byte != UInt8(ascii: "/"), let folder = context.workingFolder else { return path }
        return Self.given(folder + "/") + path
    }

    private static func atom(_ token: PathPattern.Token) -> PathAtom {
        PathAtom(token: token, isGiven: false)
    }

    private static func given(_ value: String) -> [PathAtom] {
        value.utf8.map { PathAtom(token: .byte($0), isGiven: true) }
    }

    /// What stands in a pair of braces: alternatives, or a placeholder.
    private func alternatives(_ text: ArraySlice<UInt8>, depth: Int) -> [[PathAtom]] {
        for (prefix, values) in [("env:", context.environment), ("option:", context.options)]
        where text.starts(with: prefix.utf8) {
            let rest = text.dropFirst(prefix.utf8.count)
            let parts = Self.split(rest, at: UInt8(ascii: "|"), most: 1)
            let name = String(decoding: parts[0], as: UTF8.self)
            if let value = path(values[name]) { return [value] }
            return parts.count > 1 ? expand(parts[1], depth: depth) : []
        }
        let parts = Self.split(text, at: UInt8(ascii: ","))
        guard parts.count > 1 else { return placeholder(String(decoding: text, as: UTF8.self)).map { [$0] } ?? [] }
        return parts.flatMap { expand($0, depth: depth) }
    }

    private func placeholder(_ name: String) -> [PathAtom]? {
        switch name {
        case "home": path(context.home?.path)
        case "tmp": path(context.temporary)
        case "xdg_config": folder("XDG_CONFIG_HOME", "/.config")
        case "xdg_data": folder("XDG_DATA_HOME", "/.local/share")
        case "xdg_cache": folder("XDG_CACHE_HOME", "/.cache")
        case "xdg_state": folder("XDG_STATE_HOME", "/.local/state")
        default: nil
        }
    }

    /// A base folder; a relative value is as good as none (XDG Base Directory Specification).
    private func folder(_ variable: String, _ standard: String) -> [PathAtom]? {
        if let value = context.environment[variable], value.hasPrefix("/") { return path(value) }
        return path(context.home.map { $0.path + standard })
    }

    /// The value of a variable, an option or a placeholder as a path; nothing when it is empty or too long.
    private func path(_ value: String?) -> [PathAtom]? {
        guard let value, !value.isEmpty, value.utf8.count <= Self.valueLimit else { return nil }
        guard value == "~" || value.hasPrefix("~/") else { return Self.given(value) }
        return context.home.map { Self.given($0.path + value.dropFirst()) }
    }

    private static func closingBrace(_ text: ArraySlice<UInt8>, from start: Int) -> Int? {
        var depth = 0
        for index in text[start...].indices {
            if text[index] == UInt8(ascii: "{") { depth += 1 }
            if text[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// The pieces between separators that stand in no inner braces.
    private static func split(
        _ text: ArraySlice<UInt8>, at separator: UInt8, most: Int = .max
    ) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var (depth, start) = (0, text.startIndex)
        for index in text.indices {
            if text[index] == UInt8(ascii: "{") { depth += 1 }
            if text[index] == UInt8(ascii: "}") { depth -= 1 }
            guard text[index] == separator, depth == 0, parts.count < most else { continue }
            parts.append(text[start..<index])
            start = index + 1
        }
        return parts + [text[start...]]
    }

    /// A class of bytes and the index of its last byte; the bracket itself when it is not closed.
    private static func byteClass(_ text: ArraySlice<UInt8>, from start: Int) -> (token: PathPattern.Token, last: Int) {
        let bracket = (PathPattern.Token.byte(UInt8(ascii: "[")), start)
        var index = start + 1
        var isNegated = false
        if index < text.endIndex, text[index] == UInt8(ascii: "!") {
            isNegated = true
            index += 1
        }
        guard index < text.endIndex, let close = text[(index + 1)...].firstIndex(of: UInt8(ascii: "]")) else {
            return bracket
        }
        var ranges: [ClosedRange<UInt8>] = []
        while index < close {
            let isRange = index + 2 < close && text[index + 1] == UInt8(ascii: "-")
            let last = isRange ? text[index + 2] : text[index]
            if text[index] <= last { ranges.append(text[index]...last) }
            index += isRange ? 3 : 1
        }
        return (.oneOf(ranges, isNegated: isNegated), close)
    }
}
