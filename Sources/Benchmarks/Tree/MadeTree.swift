internal import Glibc

/// A tree of small files of words, 1 to 8 KB each, a hundred to a folder; the same in every run.
struct MadeTree {
    private static let filesPerFolder = 100
    private static let foldersPerFolder = 20

    /// Where it is, below a folder that is removed with it.
    let path: String
    /// How many bytes its files have together.
    let bytes: Int64

    /// Makes a tree; nothing when the disk does not let it, in which case nothing is left of it.
    init?(files: Int, in folder: String) {
        var template = Array("\(folder)/earshot-tree-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { return nil }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let text = Self.words()
        var random: UInt64 = 1
        var bytes: Int64 = 0
        for number in 0..<files {
            let inner = number / Self.filesPerFolder
            let outer = "\(path)/\(inner / Self.foldersPerFolder)"
            let name = "\(outer)/\(inner % Self.foldersPerFolder)"
            if number % Self.filesPerFolder == 0 {
                _ = unsafe mkdir(outer, 0o700)
                _ = unsafe mkdir(name, 0o700)
            }
            let size = 1_024 + Int(Self.next(&random) % 7_168)
            let start = Int(Self.next(&random) % UInt64(text.count - size))
            guard Self.write(text, start, size, "\(name)/\(number).txt") else {
                Self.remove(path)
                return nil
            }
            bytes += Int64(size)
        }
        self.bytes = bytes
    }

    /// Removes a tree with everything in it.
    func remove() {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        _ = MeasuredProcess.run(["/bin/rm", "-rf", "--", path])
    }

    private static func write(_ text: [UInt8], _ start: Int, _ count: Int, _ path: String) -> Bool {
        let descriptor = unsafe open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return unsafe text.withUnsafeBytes { bytes in
            unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), count) == count
        }
    }

    /// Made-up words and lines.
    private static func words() -> [UInt8] {
        var random: UInt64 = 7
        var text: [UInt8] = []
        while text.count < 1 << 20 {
            for _ in 0..<(2 + next(&random) % 9) { text.append(UInt8(ascii: "a") + UInt8(next(&random) % 26)) }
            text.append(next(&random) % 10 == 0 ? UInt8(ascii: "\n") : UInt8(ascii: " "))
        }
        return text
    }

    /// Marsaglia's xorshift64*, which needs no more than one word of state.
    private static func next(_ state: inout UInt64) -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return (state &* 0x2545_F491_4F6C_DD1D) >> 33
    }
}
