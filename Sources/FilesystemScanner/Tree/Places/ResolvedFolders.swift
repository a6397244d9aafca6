internal import Glibc

/// Where folders really lie, each asked for once.
struct ResolvedFolders {
    /// The names of a path with its links resolved; nothing when it is not there.
    private var known: [FileName: [[UInt8]]?] = [:]

    /// The deepest folder of an absolute path that is there, with its links resolved.
    ///
    /// - Returns: How many names of the path lead to it, and the names of where it lies; nothing where that is the same.
    mutating func resolved(_ names: [[UInt8]]) -> (count: Int, names: [[UInt8]])? {
        var path: [UInt8] = []
        var deepest: (count: Int, names: [[UInt8]])?
        for (index, name) in names.enumerated() {
            path.append(UInt8(ascii: "/"))
            path += name
            guard let names = ask(path) else { break }
            deepest = (index + 1, names)
        }
        guard let deepest, deepest.names != Array(names.prefix(deepest.count)) else { return nil }
        return deepest
    }

    private mutating func ask(_ path: [UInt8]) -> [[UInt8]]? {
        let key = FileName(path)
        if let answer = known[key] { return answer }
        let answer = Self.answer(path)
        known[key] = .some(answer)
        return answer
    }

    private static func answer(_ path: [UInt8]) -> [[UInt8]]? {
        guard let resolved = unsafe withCString(path, { unsafe realpath($0, nil) }) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved).utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
    }
}
