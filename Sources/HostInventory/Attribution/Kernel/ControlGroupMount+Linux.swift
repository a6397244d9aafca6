/// Where version 2 of the control groups is mounted.
enum ControlGroupMount {
    /// The folder of the outermost group that is visible; nothing when there is none.
    static func path(root: String = "/proc") -> String? {
        guard let mounts = try? SystemFiles.bytes(of: root + "/self/mounts", limit: 4 << 20).bytes else { return nil }
        return path(inMounts: mounts)
    }

    /// Reads lines `device path type options 0 0`; see proc_pid_mounts(5).
    static func path(inMounts mounts: [UInt8]) -> String? {
        for line in mounts[...].lines {
            let words = line.words
            guard words.count >= 3, words[2].elementsEqual("cgroup2".utf8) else { continue }
            return unescaped(words[1])
        }
        return nil
    }

    /// Blanks, tabs, line ends and backslashes stand as three octal digits behind a backslash.
    private static func unescaped(_ word: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var rest = word
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            guard byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) })
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(truncatingIfNeeded: digits.reduce(UInt(0)) { $0 << 3 | UInt($1 & 7) }))
            rest = rest.dropFirst(3)
        }
        return bytes.text
    }
}
