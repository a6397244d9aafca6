/// The variables of one process that were asked for, and nothing of the others.
package struct ProcessEnvironment: Hashable, Sendable {
    /// Whether all of it could be read; when not, a variable that is missing here may be set all the same.
    package let isComplete: Bool

    /// The variables that are set; the values of secrets are left out before they are kept.
    package private(set) var values: [String: Value] = [:]

    /// A variable that is set.
    package enum Value: Hashable, Sendable {
        case plain(String)
        /// A secret: that it is set, and whether to something, is all that is kept.
        case secret(isEmpty: Bool)
    }

    /// The longest environment that is taken in.
    static let limit = 1 << 20

    /// Picks variables out of what `/proc/PID/environ` holds: each `NAME=value` is ended by a zero byte.
    ///
    /// - Parameters:
    ///   - bytes: the environment.
    ///   - names: the variables to keep with their values.
    ///   - secrets: the variables of which only the presence is kept.
    ///   - isComplete: whether the bytes are all of it.
    init(parsing bytes: [UInt8], names: Set<String>, secrets: Set<String>, isComplete: Bool = true) {
        self.isComplete = isComplete
        for entry in bytes.split(separator: 0) {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")), equals > entry.startIndex else { continue }
            let name = entry[..<equals].text
            // The first of two entries of one name is the one that getenv finds.
            guard values[name] == nil else { continue }
            let value = entry[(equals + 1)...]
            if secrets.contains(name) {
                values[name] = .secret(isEmpty: value.isEmpty)
            } else if names.contains(name) {
                values[name] = .plain(value.text)
            }
        }
    }

    /// Reads the environment that a process was started with.
    static func read(
        of pid: Int32, names: Set<String>, secrets: Set<String>, root: String
    ) throws(ReadFailure) -> ProcessEnvironment {
        let (bytes, isComplete) = try SystemFiles.bytes(of: "\(root)/\(pid)/environ", limit: limit)
        return ProcessEnvironment(parsing: bytes, names: names, secrets: secrets, isComplete: isComplete)
    }

    /// The text of a variable that is set and no secret.
    package func text(_ name: String) -> String? {
        guard case .plain(let text) = values[name] else { return nil }
        return text
    }
}
