import FilesystemScanner
import TestSupport
import Testing

@Suite("Where copies of a file go")
struct SyncAndBackupTests {
    private func service(_ machine: ContextTree, _ name: String) -> String? {
        machine.context(name)?.sync.map {
            "\($0.service) \(String(decoding: $0.root.dropFirst(machine.path.utf8.count), as: UTF8.self))"
        }
    }

    @Test("the services' own configuration names what is copied")
    func configured() throws {
        let machine = try ContextTree()
        let home = machine.path + "/home"
        for name in ["dropbox", "one", "next", "sync & co", "sea", "res", "uni", "other"] {
            try machine.tree.write("home/\(name)/deep/file", "x")
        }
        try machine.tree.write("home/.dropbox/info.json", #"{"personal": {"path": "\#(home)/dropbox", "host": 1}}"#)
        try machine.tree.write("home/.config/onedrive/config", "# sync_dir = \"~/no\"\nsync_dir = \"~/one\"\n")
        try machine.tree.write(
            "home/.config/Nextcloud/nextcloud.cfg",
            "[Accounts]\n0\\Folders\\1\\localPath=\(home)/next/\n0\\url=https://x\n")
        try machine.tree.write(
            "home/.local/state/syncthing/config.xml",
            """
            <configuration><!-- <folder id="a" path="\(home)/other"/> -->
            <folder id="x" label='l' path="~/sync &amp; co"><device id="y"/></folder>
            <defaults><folder id="" label="" path="~"/></defaults></configuration>
            """)
        try machine.tree.write("home/.ccnet/seafile.ini", "\(home)/sea/.seafile-data")
        try machine.tree.write("home/.config/resilio-sync/sync.conf", #"{"shared_folders": [{"dir": "\#(home)/res"}]}"#)
        try machine.tree.write("home/.unison/a.prf", "root = \(home)/uni\nroot = ssh://host//srv\n")
        #expect(service(machine, "home/dropbox/deep/file") == "dropbox /home/dropbox")
        #expect(service(machine, "home/one/deep/file") == "onedrive /home/one")
        #expect(service(machine, "home/next/deep/file") == "nextcloud /home/next")
        #expect(service(machine, "home/sync & co/deep/file") == "syncthing /home/sync & co")
        #expect(service(machine, "home/sea/deep/file") == "seafile /home/sea")
        #expect(service(machine, "home/res/deep/file") == "resilio /home/res")
        #expect(service(machine, "home/uni/deep/file") == "unison /home/uni")
        #expect(service(machine, "home/other/deep/file") == nil)
        machine.tree.link("home/elsewhere", to: "dropbox")
        #expect(service(machine, "home/elsewhere/deep/file") == "dropbox /home/dropbox")
    }

    @Test("a mark in a folder tells the service where no configuration does")
    func marked() throws {
        let machine = try ContextTree()
        let marks = [
            ("a/.stfolder/x", "syncthing"), ("b/.dropbox.cache/x", "dropbox"), ("c/.nextcloudsync.log", "nextcloud"),
            ("d/.megaignore", "mega"), ("e/.sync/ID", "resilio"), ("f/.owncloudsync.log", "owncloud"),
        ]
        for (mark, name) in marks {
            let folder = mark.prefix(1)
            try machine.tree.write(mark, "")
            try machine.tree.write("\(folder)/deep/er/file", "x")
            #expect(service(machine, "\(folder)/deep/er/file") == "\(name) /\(folder)")
        }
    }

    @Test("homes of other systems keep such folders in known places")
    func foreign() throws {
        let machine = try ContextTree()
        let places = [
            ("mac/Users/a/Library/Mobile Documents/com~apple/file", "icloud"),
            ("mac/Users/a/Library/CloudStorage/GoogleDrive-a@b.c/file", "google-drive"),
            ("win/Users/a/OneDrive - Firm/file", "onedrive"),
        ]
        for (path, name) in places {
            try machine.tree.write(path, "x")
            #expect(machine.context(path)?.sync?.service == name)
        }
        try machine.tree.write("mac/Users/a/Documents/file", "x")
        #expect(machine.context("mac/Users/a/Documents/file")?.sync == nil)
    }

    @Test("backup programs are told by what they were told to save")
    func backups() throws {
        let machine = try ContextTree()
        let home = machine.path + "/home"
        let etc = "machine/etc"
        for name in [
            "borg/x", "borg/out/x", "rsnap/x", "bit/x", "shift/x", "cron/x", "unit/x", "script/x", "auto/x", "no/x",
        ] {
            try machine.tree.write("home/\(name)", "x")
        }
        try machine.tree.write(
            "home/.config/borgmatic/config.yaml",
            "source_directories:\n    - ~/borg\nexclude_patterns:\n    - ~/borg/out\n")
        try machine.tree.write(
            "home/.autorestic.yml", "version: 2\nlocations:\n  a:\n    from: [~/auto]\n    to: [b]\n")
        try machine.tree.write("\(etc)/rsnapshot.conf", "snapshot_root\t/s/\nbackup\t\(home)/rsnap/\tlocalhost/\n")
        try machine.tree.write("home/.config/backintime/config", "profile1.snapshots.include.1.value=\(home)/bit\n")
        try machine.tree.write(
            "\(etc)/timeshift/timeshift.json",
            #"{"do_first_run": "false", "exclude": ["+ \#(home)/shift/**", "\#(home)/no/**"]}"#)
        try machine.tree.write(
            "\(etc)/cron.d/save",
            "# restic backup \(home)/no\n5 1 * * * root nice restic -r /mnt/x backup -e \(home)/no \(home)/cron\n")
        try machine.tree.write(
            "home/.config/systemd/user/save.service",
            "[Service]\nExecStart=/usr/bin/borg create \\\n  /mnt/r::{now} %h/unit\n")
        try machine.tree.write(
            "home/bin/save.sh", "#!/bin/sh\nrsync -a --exclude /tmp \(home)/script host:/srv\n", mode: 0o755)
        try machine.tree.write("\(etc)/crontab", "0 1 * * * root \(home)/bin/save.sh\n")
        func programs(_ name: String) -> [String] {
            (machine.context("home/\(name)")?.backups ?? []).filter { $0 != "timeshift" || name.hasPrefix("shift") }
        }
        #expect(programs("borg/x") == ["borgmatic"])
        #expect(programs("borg/out/x") == [])
        #expect(programs("rsnap/x") == ["rsnapshot"])
        #expect(programs("bit/x") == ["backintime"])
        #expect(programs("shift/x") == ["timeshift"])
        #expect(programs("cron/x") == ["restic"])
        #expect(programs("unit/x") == ["borg"])
        #expect(programs("script/x") == ["rsync"])
        #expect(programs("auto/x") == ["autorestic"])
        #expect(programs("no/x") == [])
    }

    @Test(
        "a command line tells what it saves",
        arguments: [
            ("restic -r /repo --password-file /p backup --exclude /a /home /srv", ["/home", "/srv"]),
            ("restic -r /repo restore latest --target /home", []),
            ("borg create -C lz4 ssh://h/r::a /etc '/my files'", ["/etc", "/my files"]),
            ("duplicity full --exclude /x /home sftp://h/b", ["/home"]), ("duplicity restore sftp://h/b /home", []),
            ("rclone sync /home/a remote:b", ["/home/a"]), ("rclone sync remote:b /home/a", []),
            ("rclone ls remote:", []),
            ("kopia snapshot create /home", ["/home"]), ("rsync -a /a /b host:/c && echo /d", ["/a", "/b"]),
            ("# restic backup /home", []), ("echo hello", []), ("", []),
        ])
    func commands(line: String, sources: [String]) {
        #expect(BackupCommand.all(in: line).flatMap(\.sources) == sources)
    }

    @Test("hostile configuration claims nothing and stops nothing")
    func hostile() throws {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<20 {
            let machine = try ContextTree()
            let alphabet = "{}[]\"':,\\/~<>=&;# \n-abfolderpathid%$"
            let files = [
                "home/.dropbox/info.json", "home/.config/onedrive/config", "home/.config/Nextcloud/nextcloud.cfg",
                "home/.config/syncthing/config.xml", "home/.ccnet/seafile.ini", "home/.unison/a.prf",
                "home/.config/borgmatic/config.yaml", "machine/etc/crontab", "machine/etc/timeshift/timeshift.json",
                "machine/etc/rsnapshot.conf", "machine/group", "machine/nsswitch.conf", "home/.gitconfig",
            ]
            for file in files {
                try machine.tree.write(file, random.text(Int.random(in: 0...300, using: &random), of: alphabet))
            }
            try machine.tree.write("home/file", "x")
            #expect(machine.context("home/file") != nil)
        }
    }
}
