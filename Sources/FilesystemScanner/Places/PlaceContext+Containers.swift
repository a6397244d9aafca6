extension PlaceContext {
    /// Where a path lies on this host: itself, or in a container's context what the mounts make of it.
    ///
    /// The mount that lies deepest has it, as in the kernel, and where several lead there each has its turn: a mount may
    /// have been put over files that are still in the layer below.
    func outside(_ path: [PathAtom]) -> [[PathAtom]] {
        guard !mounts.isEmpty else { return [path] }
        guard path.first?.byte == UInt8(ascii: "/") else { return [] }
        return mounts.sorted { $0.inside.utf8.count > $1.inside.utf8.count }.compactMap { mount in
            let inside = mount.inside == "/" ? [] : Array(mount.inside.utf8)
            guard path.count > inside.count, path[inside.count].byte == UInt8(ascii: "/"),
                zip(path, inside).allSatisfy({ $0.byte == $1 })
            else { return nil }
            return Self.atoms(of: mount.outside)
                + path[inside.count...].map { PathAtom(token: $0.token, isGiven: false) }
        }
    }

    /// The atoms of a path on this host, in which stars are wildcards.
    private static func atoms(of path: String) -> [PathAtom] {
        let bytes = path.utf8.last == UInt8(ascii: "/") ? path.utf8.dropLast() : path.utf8[...]
        return bytes.map { byte in
            byte == UInt8(ascii: "*")
                ? PathAtom(token: .star, isGiven: false) : PathAtom(token: .byte(byte), isGiven: true)
        }
    }
}
