package import Knowledge

extension PathTemplate {
    /// The paths that the template stands for in a context; none when it does not apply there.
    ///
    /// It does not apply when a placeholder has no value, or when the path comes out relative and no working folder is
    /// known. What values hold is taken as it is: a star in a variable is a star in a file's name. Beside the wildcards
    /// of the type, `[a-z]` and `[!a-z]` stand for one byte. In a container's context only what its mounts lead to is
    /// left.
    ///
    /// - Parameters:
    ///   - context: the values of placeholders.
    ///   - endings: what else may stand behind the last name, such as `-wal`; the path as it is always comes.
    /// - Returns: The paths, each once.
    package func patterns(in context: PlaceContext, endings: [String] = []) -> [PathPattern] {
        var seen: Set<PathPattern> = []
        return contexts(of: context).flatMap { context in
            let expansion = PathExpansion(context: context)
            return expansion.expand(Array(text.utf8)[...], depth: 0)
                .flatMap { path in [path] + (path.last?.token == .star ? [] : endings.map { path + $0.literal }) }
                .flatMap { context.outside(expansion.absolute($0)) }
                .compactMap { PathPattern($0, home: context.mounts.isEmpty ? context.home?.path : nil) }
        }.filter { seen.insert($0).inserted }
    }

    /// A context for each project, where projects matter, so that many of them make no template stand for too many paths.
    private func contexts(of context: PlaceContext) -> [PlaceContext] {
        guard context.projects.count > 1, text.contains("{project}") else { return [context] }
        return context.projects.map { project in
            var context = context
            context.projects = [project]
            return context
        }
    }
}

extension String {
    /// The text as bytes that stand for themselves and were given by nobody.
    fileprivate var literal: [PathAtom] {
        utf8.map { PathAtom(token: .byte($0), isGiven: false) }
    }
}

/// The expansion of one template in one context.
private struct PathExpansion {
    /// How deeply braces may lie in one another.
    private static let depthLimit = 8
    /// How many paths one template may stand for.
    private static let pathLimit = 256
    let context: PlaceContext

    func expand(_ text: ArraySlice<UInt8>, depth: Int) -> [[PathAtom]] {
        guard depth < Self.depthLimit else { return [] }
        var paths: [[PathAtom]] = [[]]
        var index = text.startIndex
        while index < text.endIndex {
            var atom = Self.atom(.byte(text[index]))
            switch text[index] {
            case UInt8(ascii: "{"):
                guard let close = Self.closingBrace(text, from: index) else { break }
                let pieces = alternatives(text[(index + 1)..<close], depth: depth + 1)
                paths = Array(paths.lazy.flatMap { path in pieces.map { path + $0 } }.prefix(Self.pathLimit))
                index = close + 1
                continue
            case UInt8(ascii: "*"): atom = Self.atom(.star)
            case UInt8(ascii: "?"): atom = Self.atom(.any)
            case UInt8(ascii: "["):
                let (token, last) = Self.byteClass(text, from: index)
                (atom, index) = (Self.atom(token), last)
            default: break
            }
            for path in paths.indices { paths[path].append(atom) }
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

    /// What stands in a pair of braces: alternatives, or a placeholder with what stands for it when it has no value.
    private func alternatives(_ text: ArraySlice<UInt8>, depth: Int) -> [[PathAtom]] {
        let parts = Self.split(text, at: UInt8(ascii: ","))
        let isVolume = text.starts(with: "volume:".utf8)
        guard parts.count == 1 || isVolume else { return parts.flatMap { expand($0, depth: depth) } }
        let given = Self.split(text, at: UInt8(ascii: "|"), most: 1)
        let name = String(decoding: given[0], as: UTF8.self)
        if let template = PathPlaceholder.template(name) { return expand(Array(template.utf8)[...], depth: depth) }
        let values = PathPlaceholder(context: context).values(name).map(Self.given)
        guard values.isEmpty, given.count > 1 else { return values }
        return expand(given[1], depth: depth)
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
        var bytes = ByteClass()
        while index < close {
            let isRange = index + 2 < close && text[index + 1] == UInt8(ascii: "-")
            let last = isRange ? text[index + 2] : text[index]
            if text[index] <= last { bytes.insert(text[index]...last) }
            index += isRange ? 3 : 1
        }
        if isNegated { bytes.invert() }
        return (.oneOf(bytes), close)
    }
}
