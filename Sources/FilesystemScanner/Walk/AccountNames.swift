/// The names of users and groups, as the machine's own files have them.
///
/// The system's name services are not asked, because they may ask the network.
struct AccountNames: Sendable {
    private static let fileLimit = 4 << 20

    private let users: [UInt32: String]
    private let groups: [UInt32: String]

    init(userFile: String = "/etc/passwd", groupFile: String = "/etc/group") {
        users = Self.names(in: userFile)
        groups = Self.names(in: groupFile)
    }

    /// A user's name, or the number where there is no name.
    func user(_ number: UInt32) -> String { users[number] ?? String(number) }

    /// A group's name, or the number where there is no name.
    func group(_ number: UInt32) -> String { groups[number] ?? String(number) }

    /// Lines of `name:password:number:…`; the first line of a number counts.
    private static func names(in path: String) -> [UInt32: String] {
        var text: [UInt8] = []
        do throws(SystemError) {
            let file = try Descriptor.open(Array(path.utf8), for: .reading)
            text = [UInt8](repeating: 0, count: min(fileLimit, Int(clamping: try file.status().size)))
            let count = try file.read(into: &text, at: 0)
            text.removeLast(text.count - count)
        } catch {
            return [:]
        }
        var names: [UInt32: String] = [:]
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count > 2, let number = UInt32(String(decoding: fields[2], as: UTF8.self)) else { continue }
            if names[number] == nil { names[number] = String(decoding: fields[0], as: UTF8.self) }
        }
        return names
    }
}
