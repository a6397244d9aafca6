/// Programs that run others, and how to tell which one from their arguments.
enum Interpreter {
    /// The families that differ in their options.
    private enum Family {
        case python
        case node
        case shell
        case other
    }

    private static let families: [String: Family] = [
        "python": .python, "pypy": .python, "node": .node, "nodejs": .node, "bun": .node, "deno": .node, "sh": .shell,
        "bash": .shell, "dash": .shell, "zsh": .shell, "fish": .shell, "busybox": .shell, "ruby": .other,
        "perl": .other,
        "java": .other, "dotnet": .other, "php": .other, "lua": .other, "mono": .other,
    ]

    /// Options that take the next argument along.
    private static let takingValue: [Family: Set<String>] = [
        .python: ["-W", "-X", "-Q", "--check-hash-based-pycs"],
        .node: ["-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions"],
        .shell: ["-o", "+o", "--rcfile", "--init-file"],
        .other: ["-cp", "-classpath", "--class-path", "-I", "-r"],
    ]

    /// Options behind which code follows instead of a script.
    private static let takingCode: [Family: Set<String>] = [
        .python: ["-c"], .node: ["-e", "--eval", "-p", "--print"], .shell: ["-c"], .other: ["-e", "-E"],
    ]

    /// Whether a program runs others.
    static func isInterpreter(_ name: String) -> Bool { family(of: name) != nil }

    /// Whether a program is one of the shells.
    static func isShell(_ name: String) -> Bool { family(of: name) == .shell }

    /// Whether a program is a Python interpreter.
    static func isPython(_ name: String) -> Bool { family(of: name) == .python }

    private static func family(of name: String) -> Family? {
        if let family = families[name] { return family }
        // Versions stand behind the name: python3.11, node20, pypy3.
        let stem = name.prefix { !$0.isNumber }
        guard stem.count < name.count, name.dropFirst(stem.count).allSatisfy({ $0.isNumber || $0 == "." }) else {
            return nil
        }
        return families[String(stem)]
    }

    /// The script or module that an interpreter runs, as its arguments say it.
    ///
    /// - Parameters:
    ///   - program: the program's name without folders.
    ///   - arguments: its arguments, itself first.
    /// - Returns: the script; nothing when they say none.
    static func script(program: String, arguments: [String]) -> String? {
        guard let family = family(of: program) ?? arguments.first.flatMap({ self.family(of: $0.lastPathComponent) })
        else { return nil }
        var index = 1
        while index < arguments.count {
            let argument = arguments[index]
            if takingCode[family, default: []].contains(argument) || argument == "-" { return nil }
            if family == .python, argument == "-m" || argument.hasPrefix("-m"), !argument.hasPrefix("--") {
                return argument == "-m" ? arguments[(index + 1)...].first : String(argument.dropFirst(2))
            }
            if argument == "-jar" { return arguments[(index + 1)...].first }
            if family == .node, index == 1, argument == "run" {
                index += 1
                continue
            }
            guard argument.hasPrefix("-") || argument.hasPrefix("+") else { return argument.isEmpty ? nil : argument }
            index += takingValue[family, default: []].contains(argument) ? 2 : 1
        }
        return nil
    }
}
