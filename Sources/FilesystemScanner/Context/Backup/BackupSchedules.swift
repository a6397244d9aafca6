/// The backup commands of crontabs, of systemd's units, and of the scripts that those start.
enum BackupSchedules {
    private static let fileLimit = 2_000
    private static let scriptLimit = 256 << 10

    /// The sources of all commands that run for the machine or for somebody with a home.
    static func sources(_ homes: [HomeFolder], _ places: ContextSources) -> [BackupSource] {
        let root = homes.first { $0.userID == 0 }?.path
        var sources: [BackupSource] = []
        for file in machineFiles(places) { sources += commands(in: file, home: root) }
        for home in homes {
            let units = home.path + "/.config/systemd/user"
            for name in SmallFile.names(in: units).filter({ $0.hasSuffix(".service") }).prefix(fileLimit) {
                sources += commands(in: "\(units)/\(name)", home: home.path)
            }
            for folder in ["spool/cron/crontabs", "spool/cron"] {
                sources += commands(in: "\(places.state)/\(folder)/\(home.userName)", home: home.path)
            }
        }
        return sources
    }

    private static func machineFiles(_ places: ContextSources) -> [String] {
        let settings = places.settings
        var files = [settings + "/crontab"]
        for folder in ["cron.d", "cron.hourly", "cron.daily", "cron.weekly", "cron.monthly"] {
            files += SmallFile.names(in: "\(settings)/\(folder)").map { "\(settings)/\(folder)/\($0)" }
        }
        let units = settings + "/systemd/system"
        files += SmallFile.names(in: units).filter { $0.hasSuffix(".service") }.map { "\(units)/\($0)" }
        return Array(files.prefix(fileLimit))
    }

    private static func commands(in file: String, home: String?, isScript: Bool = false) -> [BackupSource] {
        var sources: [BackupSource] = []
        var pending = ""
        for line in SmallFile.lines(file, limit: scriptLimit) {
            guard !line.hasSuffix("\\") else {
                pending += line.dropLast() + " "
                continue
            }
            let whole = pending + command(of: line)
            pending = ""
            for command in BackupCommand.all(in: whole) {
                sources += command.sources.compactMap { path in
                    ConfiguredPath.resolved(path, home: home).map { BackupSource(command.program, folder: $0) }
                }
            }
            guard !isScript, sources.isEmpty else { continue }
            for script in ShellWords.commands(in: whole).joined().filter(isScriptPath).prefix(4) {
                sources += commands(in: script, home: home, isScript: true)
            }
        }
        return sources
    }

    /// The command of a unit's line `ExecStart=-…`, and any other line as it is.
    private static func command(of line: Substring) -> String {
        guard line.hasPrefix("Exec"), let mark = line.firstIndex(of: "=") else { return String(line) }
        return String(line[line.index(after: mark)...].drop { "@-:+!| ".contains($0) })
    }

    private static func isScriptPath(_ word: String) -> Bool {
        word.hasPrefix("/") && (word.hasSuffix(".sh") || word.contains("/bin/") || word.contains("backup"))
            && SmallFile.bytes(word, limit: scriptLimit)?.starts(with: Array("#!".utf8)) ?? false
    }
}
