/// The accounts of this machine, each with the groups that it is in.
///
/// Read from passwd(5) and group(5) alone: name services are not asked, because they may ask the network.
struct Accounts: Sendable {
    /// One account.
    struct Account: Hashable, Sendable {
        let name: String
        let userID: UInt32
        var groups: Set<UInt32>
        let home: String
    }

    /// How many accounts are considered.
    static let limit = 20_000

    /// The accounts without those that are root, each number once.
    let others: [Account]
    /// The homes of all accounts, root's too, each path once.
    let homes: [HomeFolder]
    /// Whether there may be accounts that the files do not name.
    let hasOtherSources: Bool

    init(_ sources: ContextSources) {
        var accounts: [Account] = []
        var places: [UInt32: Int] = [:]
        var byName: [String: Int] = [:]
        for fields in Self.records(sources.users) where fields.count > 5 {
            guard let user = UInt32(fields[2]), let group = UInt32(fields[3]), accounts.count < Self.limit else {
                continue
            }
            if places[user] == nil {
                places[user] = accounts.count
                accounts.append(Account(name: fields[0], userID: user, groups: [group], home: fields[5]))
            }
            byName[fields[0]] = places[user]
        }
        for fields in Self.records(sources.groups) where fields.count > 3 {
            guard let group = UInt32(fields[2]) else { continue }
            for member in fields[3].split(separator: ",") {
                guard let place = byName[String(member)] else { continue }
                accounts[place].groups.insert(group)
            }
        }
        others = accounts.filter { $0.userID != 0 }
        var seen: Set<String> = []
        homes = accounts.filter { $0.home.hasPrefix("/") && $0.home != "/" && seen.insert($0.home).inserted }.map {
            HomeFolder(userName: $0.name, userID: $0.userID, path: $0.home)
        }
        hasOtherSources = Self.hasOtherSources(sources.nameServices)
    }

    private static func records(_ path: String) -> [[String]] {
        SmallFile.lines(path).map { line in
            line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Whether users or groups are looked up anywhere but in files of this machine.
    private static func hasOtherSources(_ path: String) -> Bool {
        let local: Set<Substring> = ["files", "compat", "systemd", "db", "altfiles", "extrausers"]
        return SmallFile.lines(path).contains { line in
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
            guard let database = words.first, ["passwd:", "group:"].contains(database) else { return false }
            return words.dropFirst().contains { !$0.hasPrefix("[") && !$0.hasSuffix("]") && !local.contains($0) }
        }
    }
}
