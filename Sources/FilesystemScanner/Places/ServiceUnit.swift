/// What a service unit says of where its program keeps things.
///
/// Syntax: systemd.syntax(7); the keys: systemd.exec(5) and systemd.service(5). Specifiers but `%%`, and variables of a
/// command, stay as they are; a value that holds one names no place.
package struct ServiceUnit: Hashable, Sendable {
    /// The unit's name, `ollama.service`.
    package let name: String
    /// The user it runs as; nothing for the manager's own.
    package private(set) var user: String?
    /// Whether it gets a user of its own for as long as it runs.
    package private(set) var usesDynamicUser = false
    /// The folder it works in.
    package private(set) var workingFolder: String?
    /// Its folders below `/var/lib`.
    package private(set) var stateFolders: [String] = []
    /// Its variables.
    package private(set) var environment: [String: String] = [:]
    /// The files that hold more of them.
    package private(set) var environmentFiles: [String] = []
    /// The words of the command that it starts.
    package private(set) var command: [String] = []

    /// Reads a unit's file and those that follow it, such as drop-ins, in this order.
    package init(name: String, parsing texts: [[UInt8]]) {
        self.name = name
        for text in texts { read(text) }
    }

    /// The command's program without its folders.
    package var programName: String? {
        command.first?.split(separator: "/").last.map(String.init)
    }

    /// The values of the options of its command, by their names: of `--a=b`, `--a b` and `-a b`.
    package var options: [String: String] {
        var options: [String: String] = [:]
        for (index, word) in command.enumerated().dropFirst() where word.hasPrefix("-") {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 {
                options[String(parts[0])] = String(parts[1])
            } else if index + 1 < command.count, !command[index + 1].hasPrefix("-") {
                options[word] = command[index + 1]
            }
        }
        return options
    }

    private mutating func read(_ text: [UInt8]) {
        var section = ""
        for line in Self.lines(text) {
            if line.hasPrefix("[") {
                section = line
                continue
            }
            guard section == "[Service]", let equals = line.firstIndex(of: "=") else { continue }
            take(
                Self.trimmed(line[..<equals]), Self.trimmed(line[line.index(after: equals)...]))
        }
    }

    private mutating func take(_ key: String, _ value: String) {
        switch key {
        case "User": user = value.isEmpty ? nil : value
        case "DynamicUser": usesDynamicUser = ["1", "yes", "true", "on"].contains(value.lowercased())
        case "WorkingDirectory": workingFolder = value.hasPrefix("/") || value == "~" ? value : nil
        case "StateDirectory":
            // A colon gives a second name to the same folder.
            stateFolders =
                value.isEmpty
                ? [] : stateFolders + Self.words(value).compactMap { $0.split(separator: ":").first.map(String.init) }
        case "Environment":
            if value.isEmpty { environment = [:] }
            for word in Self.words(value) { add(word) }
        case "EnvironmentFile":
            // A minus says that the file may be missing.
            environmentFiles =
                value.isEmpty ? [] : environmentFiles + [value.hasPrefix("-") ? String(value.dropFirst()) : value]
        case "ExecStart":
            let words = Self.words(value)
            command = words.first.map { [String($0.drop { "@-:+!|".contains($0) })] + words.dropFirst() } ?? []
        default: break
        }
    }

    /// Adds the variables of a file of `NAME=value` lines.
    package mutating func add(environmentFile text: [UInt8]) {
        for line in Self.lines(text) where !line.hasPrefix("#") {
            let words = Self.words(line)
            if words.count == 1 { add(words[0]) }
        }
    }

    private mutating func add(_ assignment: String) {
        guard let equals = assignment.firstIndex(of: "="), equals != assignment.startIndex else { return }
        environment[String(assignment[..<equals])] = String(assignment[assignment.index(after: equals)...])
    }
}
