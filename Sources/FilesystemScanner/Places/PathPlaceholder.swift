/// What a pair of braces stands for when it holds no alternatives.
///
/// A placeholder has values out of the context, or stands for a longer template that names places of other programs.
struct PathPlaceholder {
    /// The longest value of a variable or an option that is taken for a path.
    private static let valueLimit = 4_096

    let context: PlaceContext

    /// The values of a placeholder; none when it does not apply.
    func values(_ name: String) -> [String] {
        switch name {
        case "home": one(context.home?.path)
        case "tmp": one(context.temporary)
        case "cwd": one(context.workingFolder)
        case "install": context.installFolders.flatMap { one($0) }
        case "project": (context.projects.isEmpty ? one(context.workingFolder) : context.projects).flatMap { one($0) }
        case "process": context.process.map { ["/proc/\($0)"] } ?? []
        case "xdg_config": folder("XDG_CONFIG_HOME", "/.config")
        case "xdg_data": folder("XDG_DATA_HOME", "/.local/share")
        case "xdg_cache": folder("XDG_CACHE_HOME", "/.cache")
        case "xdg_state": folder("XDG_STATE_HOME", "/.local/state")
        case _ where name.hasPrefix("env:"): one(context.environment[String(name.dropFirst("env:".count))])
        case _ where name.hasPrefix("option:"): one(context.options[String(name.dropFirst("option:".count))])
        default: []
        }
    }

    /// The template that a placeholder stands for, when it stands for one.
    static func template(_ name: String) -> String? {
        switch name {
        case "vscode_user": vscode
        case "chromium_profile": chromium
        case "firefox_profile": firefox
        case "docker": "{/var/lib/docker,{xdg_data}/docker}"
        case "podman": "{/var/lib/containers/storage,{xdg_data}/containers/storage}"
        case _ where name.hasPrefix("volume:"):
            "{{docker},{podman}}/volumes/{,*_}\(name.dropFirst("volume:".count))/_data"
        default: nil
        }
    }

    /// The folder `User` of every editor of the family, here and where it was opened from another machine.
    private static let vscode = """
        {{xdg_config}/{Code,Code - Insiders,Code - OSS,VSCodium,Cursor,Windsurf,Trae,Antigravity}/User,\
        {home}/.{vscode-server,vscode-server-insiders,vscodium-server,cursor-server,windsurf-server}/data/User}
        """

    /// The profiles of every browser of the family (Chromium, docs/user_data_dir.md).
    private static let chromium = """
        {{xdg_config}/{google-chrome*,chromium,BraveSoftware/Brave-Browser*,microsoft-edge*,vivaldi*},\
        {home}/snap/{chromium/common/chromium,brave/current/.config/BraveSoftware/Brave-Browser},\
        {home}/.var/app/*/config/{google-chrome,chromium,BraveSoftware/Brave-Browser}}/{Default,Profile *}
        """

    /// The profiles of Firefox and of those made from it.
    private static let firefox = """
        {{home}/.mozilla/firefox,{xdg_config}/mozilla/firefox,{home}/snap/firefox/common/.mozilla/firefox,\
        {home}/.var/app/org.mozilla.firefox/.mozilla/firefox,{home}/.{librewolf,waterfox}}/*
        """

    /// A base folder; a relative value is as good as none (XDG Base Directory Specification).
    private func folder(_ variable: String, _ standard: String) -> [String] {
        if let value = context.environment[variable], value.hasPrefix("/") { return one(value) }
        return one(context.home.map { $0.path + standard })
    }

    /// A value as a path; nothing when it is empty or too long.
    private func one(_ value: String?) -> [String] {
        guard let value, !value.isEmpty, value.utf8.count <= Self.valueLimit else { return [] }
        guard value == "~" || value.hasPrefix("~/") else { return [value] }
        return context.home.map { [$0.path + value.dropFirst()] } ?? []
    }
}
