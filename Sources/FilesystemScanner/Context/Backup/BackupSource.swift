/// What a backup program was told to save.
package struct BackupSource: Hashable, Sendable {
    /// The program: `borgmatic`, `restic`, `timeshift`.
    package let program: String
    /// The beginning of every path that is saved; a folder's ends with a slash.
    package let beginning: [UInt8]
    /// Folders that are left out; such as are named with wildcards are not understood.
    package let exclusions: [[UInt8]]

    /// A folder and all below it.
    init(_ program: String, folder: [UInt8], exclusions: [[UInt8]] = []) {
        self.init(
            program, beginning: folder.last == UInt8(ascii: "/") ? folder : folder + [UInt8(ascii: "/")], exclusions)
    }

    init(_ program: String, beginning: [UInt8], _ exclusions: [[UInt8]] = []) {
        self.program = program
        self.beginning = beginning
        self.exclusions = exclusions
    }

    /// Whether a path without links is saved.
    func covers(_ path: [UInt8]) -> Bool {
        let isBelow = path.starts(with: beginning) || path + [UInt8(ascii: "/")] == beginning
        return isBelow && !exclusions.contains { MountTable.contains($0, path) }
    }
}
