package import Knowledge

extension PlaceContext {
    /// The contexts of a product's service units: the homes of their users, and the folders that systemd keeps for them.
    ///
    /// A unit is the product's when its name is listed, or when the program it starts has one of the product's names.
    package static func contexts(
        of product: Product, units: ServiceUnits, homes: [HomeFolder]
    ) -> [PlaceContext] {
        let names = Set(product.recognition.units)
        let programs = Set(product.recognition.processNames)
        return units.units.filter { unit in
            names.contains(unit.name) || unit.programName.map(programs.contains) == true
        }.flatMap { contexts(of: $0, homes: homes) }
    }

    private static func contexts(of unit: ServiceUnit, homes: [HomeFolder]) -> [PlaceContext] {
        // A manager's own service runs as root.
        let user = unit.user ?? "root"
        let account = homes.first { $0.userName == user || String($0.userID) == user }
        let number = account?.userID ?? 0
        var folders = unit.stateFolders.filter(isPlain).flatMap { name in
            unit.usesDynamicUser ? ["/var/lib/private/\(name)", "/var/lib/\(name)"] : ["/var/lib/\(name)"]
        }
        if let home = unit.environment["HOME"], home.hasPrefix("/") { folders.insert(home, at: 0) }
        let working = unit.workingFolder == "~" ? account?.path : unit.workingFolder
        if let working, folders.isEmpty || account == nil { folders.append(working) }
        let own = folders.map { HomeFolder(userName: user, userID: number, path: $0) }
        return (own + (account.map { [$0] } ?? [])).map { home in
            PlaceContext(
                home: home, environment: unit.environment.filter { !$0.value.contains("%") }, options: unit.options,
                temporary: unit.environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp",
                workingFolder: working)
        }
    }

    /// Whether a name of a folder stays below the one it is in, and holds nothing that systemd would fill in.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/") && !name.contains("..") && !name.contains("%")
    }
}
