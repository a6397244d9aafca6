/// An absolute path with wildcards, taken apart at its slashes, and the folder beyond which links are not followed.
package struct PathPattern: Hashable, Sendable {
    /// One part of the path.
    enum Segment: Hashable, Sendable {
        /// A name without wildcards.
        case name([UInt8])
        /// A name with wildcards.
        case wildcard([Token])
        /// Any number of folders, none included.
        case anyDepth

        /// Feeds the bytes of a name at once, as an array of them does not.
        func hash(into hasher: inout Hasher) {
            switch self {
            case .name(let bytes): unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
            case .wildcard(let tokens): hasher.combine(tokens.count)
            case .anyDepth: break
            }
        }
    }

    /// One piece of a name with wildcards.
    enum Token: Hashable, Sendable {
        case byte(UInt8)
        case star
        case any
        case oneOf(ByteClass)
    }

    /// The folder that the walk starts from and that links must not leave.
    let anchor: [UInt8]
    /// What follows; never empty.
    let segments: [Segment]

    package func hash(into hasher: inout Hasher) {
        unsafe anchor.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        hasher.combine(segments)
    }

    /// Puts a pattern together; the segments must not be empty.
    init(anchor: [UInt8], segments: [Segment]) {
        self.anchor = anchor
        self.segments = segments
    }

    /// Takes an expanded path apart.
    ///
    /// The anchor is the home folder when the path lies below it; else the folders that a variable, an option or a
    /// placeholder named; else the root.
    ///
    /// - Returns: Nothing when the path is not absolute, is the root itself, holds NUL, or goes up with `..` behind the
    ///   anchor.
    init?(_ atoms: [PathAtom], home: String?) {
        guard atoms.first?.byte == UInt8(ascii: "/"), !atoms.contains(where: { $0.byte == 0 }) else { return nil }
        let parts = atoms.split { $0.byte == UInt8(ascii: "/") }
            .filter { $0.map(\.byte) != [UInt8(ascii: ".")] }
        guard !parts.isEmpty else { return nil }
        let homeParts = (home ?? "").utf8.split(separator: UInt8(ascii: "/")).map { $0.map(Optional.some) }
        let isBelowHome =
            !homeParts.isEmpty && parts.count > homeParts.count
            && zip(parts, homeParts).allSatisfy { $0.map(\.byte) == $1 }
        let given = parts.prefix { $0.allSatisfy(\.isGiven) }.count
        let anchorCount = isBelowHome ? homeParts.count : min(given, parts.count - 1)
        anchor = parts.prefix(anchorCount).reduce(into: []) { path, part in
            path.append(UInt8(ascii: "/"))
            path += part.compactMap(\.byte)
        }
        segments = parts.dropFirst(anchorCount).map(Self.segment)
        let up = [UInt8(ascii: "."), UInt8(ascii: ".")]
        guard !segments.contains(.name(up)) else { return nil }
    }

    private static func segment(_ atoms: ArraySlice<PathAtom>) -> Segment {
        let bytes = atoms.compactMap(\.byte)
        if bytes.count == atoms.count { return .name(bytes) }
        if atoms.count > 1, atoms.allSatisfy({ $0.token == .star }) { return .anyDepth }
        return .wildcard(atoms.map(\.token))
    }

    /// Whether a name matches a name with wildcards; names that begin with a dot are names like any other.
    ///
    /// - Complexity: O(n·m) for a name of n bytes and m tokens.
    static func matches(_ name: [UInt8], _ tokens: [Token]) -> Bool {
        var (position, index) = (0, 0)
        var star: (position: Int, index: Int)?
        while index < name.count {
            if position < tokens.count, tokens[position] == .star {
                star = (position, index)
                position += 1
            } else if position < tokens.count, let next = step(name, index, tokens[position]) {
                position += 1
                index = next
            } else if let last = star {
                position = last.position + 1
                index = last.index + 1
                star = (last.position, index)
            } else {
                return false
            }
        }
        return tokens[position...].allSatisfy { $0 == .star }
    }

    /// The index behind what one token matches.
    private static func step(_ name: [UInt8], _ index: Int, _ token: Token) -> Int? {
        switch token {
        case .byte(let byte): return name[index] == byte ? index + 1 : nil
        case .star: return nil
        case .any:
            // One character of UTF-8, or one byte of anything else.
            var next = index + 1
            while name[index] >= 0xC0, next < name.count, name[next] & 0xC0 == 0x80, next - index < 4 { next += 1 }
            return next
        case .oneOf(let bytes): return bytes.contains(name[index]) ? index + 1 : nil
        }
    }
}

/// One byte or wildcard of an expanded path, and whether a variable, an option or a placeholder gave it.
struct PathAtom: Hashable, Sendable {
    let token: PathPattern.Token
    let isGiven: Bool

    /// The byte, when it is no wildcard.
    var byte: UInt8? {
        guard case .byte(let byte) = token else { return nil }
        return byte
    }
}
