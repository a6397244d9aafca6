internal import Observation

/// What the configuration of each service, in a home, says of the folders that it copies.
///
/// Dropbox: `~/.dropbox/info.json`, the member `path` of every account. OneDrive (the client for Linux): `sync_dir` of
/// `~/.config/onedrive/config`, `~/OneDrive` where it is not set and somebody is logged in. Nextcloud and ownCloud: the
/// keys `…\localPath` of their settings. Syncthing: the elements `folder` of `config.xml`. Seafile: the folder that
/// `~/.ccnet/seafile.ini` names lies in the one that holds the libraries. Unison: the profiles with a `root` elsewhere.
enum SyncConfiguration {
    /// All folders that the services of a home copy.
    static func folders(in home: String) -> [SyncedFolder] {
        dropbox(home) + oneDrive(home) + ownCloud(home) + syncthing(home) + seafile(home) + resilio(home) + unison(home)
    }

    private static func dropbox(_ home: String) -> [SyncedFolder] {
        json(home + "/.dropbox/info.json").flatMap { value -> [SyncedFolder] in
            guard case .object(let accounts) = value else { return [] }
            return accounts.compactMap { account in
                account.value["path"]?.string.flatMap { SyncedFolder("dropbox", configured: $0, home: home) }
            }
        }
    }

    private static func oneDrive(_ home: String) -> [SyncedFolder] {
        let names = SmallFile.names(in: home + "/.config").filter { $0.hasPrefix("onedrive") }
        return names.compactMap { name in
            let folder = "\(home)/.config/\(name)"
            for line in SmallFile.lines(folder + "/config") {
                guard let (key, value) = entry(line), key == "sync_dir" else { continue }
                let path = value.filter { $0 != "\"" }
                return SyncedFolder("onedrive", configured: path, home: home)
            }
            guard SmallFile.names(in: folder).contains("refresh_token") else { return nil }
            return SyncedFolder("onedrive", configured: "~/OneDrive", home: home)
        }
    }

    private static func ownCloud(_ home: String) -> [SyncedFolder] {
        let files = [
            ("nextcloud", ".config/Nextcloud/nextcloud.cfg"), ("owncloud", ".config/ownCloud/owncloud.cfg"),
            ("nextcloud", ".var/app/com.nextcloud.desktopclient.nextcloud/config/Nextcloud/nextcloud.cfg"),
            ("owncloud", ".local/share/data/ownCloud/owncloud.cfg"),
        ]
        return files.flatMap { service, file in
            SmallFile.lines("\(home)/\(file)").compactMap { line in
                guard let (key, value) = entry(line), key.hasSuffix("\\localPath") else { return nil }
                return SyncedFolder(service, configured: value, home: home)
            }
        }
    }

    private static func syncthing(_ home: String) -> [SyncedFolder] {
        let files = [".local/state/syncthing/config.xml", ".config/syncthing/config.xml"]
        return files.flatMap { file -> [SyncedFolder] in
            let text = String(decoding: SmallFile.bytes("\(home)/\(file)") ?? [], as: UTF8.self)
            return XMLStartTag.all(named: "folder", in: text).compactMap { tag in
                // The folder without an identifier is the pattern for new ones.
                guard let identifier = tag["id"], !identifier.isEmpty, let path = tag["path"] else { return nil }
                return SyncedFolder("syncthing", configured: path, home: home)
            }
        }
    }

    private static func seafile(_ home: String) -> [SyncedFolder] {
        guard let line = SmallFile.lines(home + "/.ccnet/seafile.ini").first,
            let end = line.lastIndex(of: "/"), end > line.startIndex
        else { return [] }
        return SyncedFolder("seafile", configured: String(line[..<end]), home: home).map { [$0] } ?? []
    }

    private static func resilio(_ home: String) -> [SyncedFolder] {
        json(home + "/.config/resilio-sync/sync.conf").flatMap { value in
            (value["shared_folders"]?.elements ?? []).compactMap { folder in
                folder["dir"]?.string.flatMap { SyncedFolder("resilio", configured: $0, home: home) }
            }
        }
    }

    private static func unison(_ home: String) -> [SyncedFolder] {
        SmallFile.names(in: home + "/.unison").filter { $0.hasSuffix(".prf") }.flatMap { name -> [SyncedFolder] in
            let roots = SmallFile.lines("\(home)/.unison/\(name)").compactMap { line -> String? in
                guard let (key, value) = entry(line), key == "root" else { return nil }
                return value
            }
            guard roots.contains(where: { $0.hasPrefix("ssh:") || $0.hasPrefix("socket:") }) else { return [] }
            return roots.compactMap { SyncedFolder("unison", configured: $0, home: home) }
        }
    }

    private static func json(_ path: String) -> [JSONValue] {
        guard let bytes = SmallFile.bytes(path) else { return [] }
        do throws(JSONError) {
            return [try JSONValue(parsing: bytes.span)]
        } catch {
            return []
        }
    }

    /// The two sides of a line `key = value`.
    private static func entry(_ line: Substring) -> (key: String, value: String)? {
        guard let mark = line.firstIndex(of: "="), line.first != "#" else { return nil }
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var value = line[line.index(after: mark)...].drop(while: isBlank)
        while let last = value.last, isBlank(last) { value.removeLast() }
        var key = line[..<mark].drop(while: isBlank)
        while let last = key.last, isBlank(last) { key.removeLast() }
        return (String(key), String(value))
    }
}
