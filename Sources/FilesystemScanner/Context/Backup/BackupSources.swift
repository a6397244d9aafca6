internal import Knowledge
internal import Observation

/// What the backup programs of this machine save, as far as their configuration on disk names it.
///
/// borgmatic, resticprofile, autorestic, rsnapshot, Back In Time and Timeshift by their own files; restic, borg, duplicity,
/// kopia, rclone and rsync by the commands of crontabs and units. Programs that keep their sources in the backup itself,
/// as Kopia does, or in a database, as Vorta and Duplicati do, are not told of.
struct BackupSources {
    private let sources: [BackupSource]

    init(_ homes: [HomeFolder], _ places: ContextSources) {
        var sources = Self.rsnapshot(places) + Self.timeshift(places) + BackupSchedules.sources(homes, places)
        sources += Self.yaml(
            "borgmatic", [places.settings + "/borgmatic", places.settings + "/borgmatic.d"], home: nil)
        sources += Self.yaml("resticprofile", [places.settings + "/resticprofile"], home: nil)
        for home in homes {
            let folder = home.path + "/.config"
            sources += Self.yaml("borgmatic", [folder + "/borgmatic", folder + "/borgmatic.d"], home: home.path)
            sources += Self.yaml("resticprofile", [folder + "/resticprofile"], home: home.path)
            sources += Self.autorestic(home.path)
            sources += Self.backInTime(home.path)
        }
        self.sources = sources
    }

    /// The programs that save a path without links, sorted.
    func programs(saving path: [UInt8]) -> [String] {
        Set(sources.filter { $0.covers(path) }.map(\.program)).sorted()
    }

    private static func documents(_ path: String) -> [YAMLNode] {
        guard path.hasSuffix(".yaml") || path.hasSuffix(".yml"), let bytes = SmallFile.bytes(path) else { return [] }
        do throws(RuleProblem) {
            return try YAMLNode.documents(
                in: RuleFile(path: path, text: String(decoding: bytes, as: UTF8.self), origin: .user))
        } catch {
            return []
        }
    }

    /// Every list of sources in the files of some folders, at whatever depth.
    private static func yaml(_ program: String, _ folders: [String], home: String?) -> [BackupSource] {
        folders.flatMap { folder in
            SmallFile.names(in: folder).flatMap { name in
                documents("\(folder)/\(name)").flatMap { lists(in: $0, program, home: home) }
            }
        }
    }

    private static func lists(in node: YAMLNode, _ program: String, home: String?) -> [BackupSource] {
        let exclusions = ["exclude_patterns", "exclude"].compactMap { node[$0] }.flatMap { $0.elements }.compactMap {
            $0.text.flatMap { ConfiguredPath.resolved($0, home: home) }
        }
        return node.members.flatMap { key, value -> [BackupSource] in
            guard ["source_directories", "source"].contains(key) else { return lists(in: value, program, home: home) }
            return value.elements.compactMap { element in
                element.text.flatMap { ConfiguredPath.resolved($0, home: home) }.map {
                    BackupSource(program, folder: $0, exclusions: exclusions)
                }
            }
        }
    }

    private static func autorestic(_ home: String) -> [BackupSource] {
        ["/.autorestic.yml", "/.autorestic.yaml", "/.config/autorestic/.autorestic.yml"].flatMap { file in
            documents(home + file).flatMap { $0["locations"]?.members ?? [] }.flatMap { location in
                (location.value["from"]?.elements ?? []).compactMap { element in
                    element.text.flatMap { ConfiguredPath.resolved($0, home: home) }.map {
                        BackupSource("autorestic", folder: $0)
                    }
                }
            }
        }
    }

    /// Lines `backup<TAB>/home/<TAB>localhost/`.
    private static func rsnapshot(_ places: ContextSources) -> [BackupSource] {
        SmallFile.lines(places.settings + "/rsnapshot.conf").compactMap { line in
            let fields = line.split(separator: "\t")
            guard fields.count > 2, fields[0] == "backup" else { return nil }
            return ConfiguredPath.resolved(String(fields[1]), home: nil).map { BackupSource("rsnapshot", folder: $0) }
        }
    }

    /// Lines `profile1.snapshots.include.1.value=/home/a`.
    private static func backInTime(_ home: String) -> [BackupSource] {
        SmallFile.lines(home + "/.config/backintime/config").compactMap { line in
            guard let mark = line.firstIndex(of: "="), line[..<mark].hasSuffix(".value"),
                line.contains(".snapshots.include.")
            else { return nil }
            let path = String(line[line.index(after: mark)...])
            return ConfiguredPath.resolved(path, home: home).map { BackupSource("backintime", folder: $0) }
        }
    }

    /// The whole system without homes, and the homes that an entry `+ /home/a/**` takes in.
    private static func timeshift(_ places: ContextSources) -> [BackupSource] {
        guard let bytes = SmallFile.bytes(places.settings + "/timeshift/timeshift.json") else { return [] }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes.span)
        } catch {
            return []
        }
        guard value["do_first_run"]?.string == "false" else { return [] }
        let left = [
            "/home", "/root", "/proc", "/sys", "/dev", "/run", "/tmp", "/mnt", "/media", "/var/tmp", "/swapfile",
        ]
        var sources = [BackupSource("timeshift", folder: Array("/".utf8), exclusions: left.map { Array($0.utf8) })]
        if value["btrfs_mode"]?.string == "true" {
            guard value["include_btrfs_home_for_backup"]?.string == "true" else { return sources }
            return sources + [BackupSource("timeshift", folder: Array("/home".utf8))]
        }
        for entry in (value["exclude"]?.elements ?? []).compactMap(\.string) where entry.hasPrefix("+ /") {
            sources.append(BackupSource("timeshift", beginning: Array(entry.dropFirst(2).prefix { $0 != "*" }.utf8)))
        }
        return sources
    }
}
