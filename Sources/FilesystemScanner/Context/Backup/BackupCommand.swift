/// The paths that a command line tells a backup program to save.
package struct BackupCommand: Hashable, Sendable {
    package let program: String
    package let sources: [String]

    /// Options whose value is a path, or looks like one, and is nothing that is saved.
    private static let optionsWithPaths: Set<String> = [
        "-r", "--repo", "--repository", "--repository-file", "-p", "--password-file", "--cache-dir", "-e", "--exclude",
        "--iexclude", "--exclude-file", "--iexclude-file", "--files-from", "--cacert", "--tls-client-cert",
        "--exclude-from", "--patterns-from", "--include-from", "--filter", "-f", "--rsh", "--link-dest", "--copy-dest",
        "--compare-dest", "--log-file", "--backup-dir", "--partial-dir", "--temp-dir", "-T", "--config",
        "--config-file",
        "--archive-dir", "--tempdir", "--include", "--exclude-filelist", "--include-filelist", "--encrypt-key",
    ]

    /// Takes the commands out of a line of a shell script, a crontab or a unit.
    package static func all(in line: String) -> [BackupCommand] {
        ShellWords.commands(in: line).compactMap(Self.init(words:))
    }

    private init?(words: [String]) {
        let names = words.map { String($0.split(separator: "/").last ?? "") }
        guard let place = names.firstIndex(where: Self.programs.contains) else { return nil }
        program = names[place]
        let arguments = Self.positional(Array(words[(place + 1)...]))
        switch program {
        case "restic":
            guard let verb = arguments.firstIndex(of: "backup") else { return nil }
            sources = arguments[(verb + 1)...].filter(Self.isPath)
        case "borg":
            guard let verb = arguments.firstIndex(of: "create") else { return nil }
            sources = arguments[(verb + 1)...].filter { Self.isPath($0) && !$0.contains("::") }
        case "kopia":
            guard let verb = arguments.firstIndex(of: "create"), verb > 0,
                ["snapshot", "snap"].contains(arguments[verb - 1])
            else { return nil }
            sources = arguments[(verb + 1)...].filter(Self.isPath)
        case "duplicity":
            guard let target = arguments.firstIndex(where: { $0.contains("://") }), target > 0 else { return nil }
            sources = [arguments[target - 1]].filter(Self.isPath)
        case "rclone":
            guard let verb = arguments.firstIndex(where: { ["sync", "copy", "bisync"].contains($0) }) else {
                return nil
            }
            let ends = arguments[(verb + 1)...]
            guard let target = ends.last, ends.count > 1, target.contains(":") else { return nil }
            sources = ends.dropLast().filter(Self.isPath)
        default:
            guard arguments.count > 1 else { return nil }
            sources = arguments.dropLast().filter(Self.isPath)
        }
        guard !sources.isEmpty else { return nil }
    }

    private static let programs: Set<String> = ["restic", "borg", "kopia", "duplicity", "rclone", "rsync"]

    /// The arguments without options and the values of those that take a path.
    private static func positional(_ words: [String]) -> [String] {
        var result: [String] = []
        var (index, isOpen) = (0, true)
        while index < words.count {
            let word = words[index]
            if isOpen, word == "--" {
                isOpen = false
            } else if isOpen, word.hasPrefix("-"), word != "-" {
                if optionsWithPaths.contains(word) { index += 1 }
            } else {
                result.append(word)
            }
            index += 1
        }
        return result
    }

    private static func isPath(_ word: String) -> Bool {
        ["/", "~", "$HOME", "${HOME}", "%h"].contains { word.hasPrefix($0) } && !word.contains("://")
    }
}

/// Words as a shell separates them.
enum ShellWords {
    /// The words of each command of a line; comments are left out, and variables stay as they are.
    static func commands(in line: String) -> [[String]] {
        var commands: [[String]] = []
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        func end() {
            if let text = word { words.append(text) }
            word = nil
        }
        for character in line {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if let mark = quote {
                if character == mark {
                    quote = nil
                } else if character == "\\", mark == "\"" {
                    isEscaped = true
                } else {
                    word?.append(character)
                }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == "\\" {
                isEscaped = true
            } else if character.isWhitespace {
                end()
            } else if ";|&()`".contains(character) {
                end()
                if !words.isEmpty { commands.append(words) }
                words = []
            } else if character == "#", word == nil {
                break
            } else {
                word = (word ?? "") + String(character)
            }
        }
        end()
        if !words.isEmpty { commands.append(words) }
        return commands
    }
}
