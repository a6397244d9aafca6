/// What a product was recognised by, in the order in which a report names them.
enum RecognitionSign: String, CaseIterable, Comparable, Sendable {
    case process
    case commandLine = "command-line"
    case executable
    case library
    case unit
    case image
    case package
    case probe

    /// How much the sign says when two products claim one process.
    var weight: Int {
        switch self {
        case .commandLine, .executable: 3
        case .process, .unit, .image: 2
        case .library, .package, .probe: 1
        }
    }

    static func < (left: Self, right: Self) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// Program names that say little by themselves.
enum CommonNames {
    /// Names that many programs bear; they count only together with another sign.
    static func isGeneric(_ name: String) -> Bool {
        generic.contains(name.lowercased()) || Interpreter.isInterpreter(name.lowercased())
    }

    private static let generic: Set<String> = [
        "agent", "api", "app", "assistant", "backend", "chat", "cli", "client", "daemon", "electron", "frontend",
        "gateway",
        "index", "launcher", "llama", "lms", "main", "proxy", "run", "runner", "serve", "server", "start", "ui", "web",
        "webui", "worker",
    ]

    /// Whether a program's arguments merely name other programs, so that nothing follows from what they hold.
    static func isBystander(_ program: String) -> Bool {
        bystanders.contains(program) || Interpreter.isShell(program)
    }

    private static let bystanders: Set<String> = [
        "awk", "cat", "code", "curl", "docker", "docker-compose", "earshot", "emacs", "env", "find", "gdb", "git",
        "grep",
        "head", "journalctl", "kill", "killall", "less", "man", "more", "nano", "nohup", "nvim", "pgrep", "pkexec",
        "pkill",
        "podman", "ps", "rg", "rsync", "scp", "screen", "sed", "ssh", "sshd", "strace", "su", "sudo", "systemctl",
        "systemd-run", "tail", "tee", "timeout", "tmux", "vi", "vim", "watch", "wget", "xargs",
    ]
}
