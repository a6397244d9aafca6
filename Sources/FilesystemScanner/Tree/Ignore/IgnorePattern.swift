/// One line of a file in gitignore's syntax: which names it speaks of, and whether it leaves them out or takes them back in.
///
/// The whole syntax of gitignore(5) is understood: `*`, `?`, classes with ranges and `[:names:]`, `**` between slashes,
/// a slash that ties the pattern to its folder, a slash at the end for folders alone, `!`, `#`, backslashes.
struct IgnorePattern: Hashable, Sendable {
    /// One part between slashes.
    enum Segment: Hashable, Sendable {
        case name([NameToken])
        /// Any number of folders, none included; at the end of a pattern at least one name.
        case anyDepth
    }

    /// Whether names that match are taken back in.
    let isNegated: Bool
    /// Whether it speaks of folders alone.
    let isForFolders: Bool
    /// Whether it is tied to the folder that it stands in; else it speaks of the last name alone, at any depth.
    let isAnchored: Bool
    let segments: [Segment]
    /// The line as it was written.
    let text: [UInt8]

    /// Reads a line without its line feed; nothing for a blank line, a comment, and a pattern that can match nothing.
    init?(_ line: ArraySlice<UInt8>) {
        var rest = Self.trimmed(line)
        guard let first = rest.first, first != UInt8(ascii: "#") else { return nil }
        text = Array(rest)
        isNegated = first == UInt8(ascii: "!")
        if isNegated { rest.removeFirst() }
        isForFolders = rest.last == UInt8(ascii: "/")
        if isForFolders { rest.removeLast() }
        guard !rest.isEmpty, rest.count <= Self.lengthLimit else { return nil }
        let isAnchored = rest.contains(UInt8(ascii: "/"))
        self.isAnchored = isAnchored
        if rest.first == UInt8(ascii: "/") { rest.removeFirst() }
        guard let parts = NameToken.parts(of: rest) else { return nil }
        segments = parts.map { part in
            isAnchored && part.count >= 2 && part.allSatisfy { $0 == .star } ? .anyDepth : .name(part)
        }
    }

    /// The longest pattern that is taken, in bytes.
    private static let lengthLimit = 4_096

    /// Takes away spaces at the end that no backslash protects, and the carriage return of a foreign line end.
    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = line.startIndex
        var index = line.startIndex
        while index < line.endIndex {
            if line[index] == UInt8(ascii: "\\") {
                index += 1
                end = min(index + 1, line.endIndex)
            } else if line[index] != UInt8(ascii: " ") {
                end = index + 1
            }
            index += 1
        }
        return line[..<end]
    }

    /// Whether it speaks of a path below its folder.
    ///
    /// - Parameters:
    ///   - path: The names below the folder, joined by slashes; never empty.
    ///   - nameStart: Where the last name begins.
    /// - Complexity: O(n·m) for n bytes of the path and m of the pattern, whatever they are.
    func matches(_ path: Span<UInt8>, nameStart: Int, isFolder: Bool) -> Bool {
        guard isFolder || !isForFolders else { return false }
        guard isAnchored else {
            guard case .name(let tokens) = segments.first, segments.count == 1 else { return false }
            return NameToken.matches(path, nameStart..<path.count, tokens)
        }
        return matchesWhole(path)
    }

    /// Matches part for part; where that fails, the last `**` takes one name more.
    private func matchesWhole(_ path: Span<UInt8>) -> Bool {
        var (segment, start) = (0, 0)
        var again: (segment: Int, start: Int)?
        while start <= path.count {
            if segment < segments.count, case .anyDepth = segments[segment] {
                again = (segment + 1, start)
                segment += 1
                // At the end it stands for everything inside, and there is a name left.
                if segment == segments.count { return true }
                continue
            }
            var end = start
            while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
            if segment < segments.count, case .name(let tokens) = segments[segment],
                NameToken.matches(path, start..<end, tokens)
            {
                segment += 1
                start = end + 1
                if start > path.count, segment == segments.count { return true }
                if start <= path.count { continue }
            }
            guard let last = again else { return false }
            end = last.start
            while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
            again = (last.segment, end + 1)
            (segment, start) = (last.segment, end + 1)
        }
        return false
    }
}
