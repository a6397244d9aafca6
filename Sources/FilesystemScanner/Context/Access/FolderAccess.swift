/// Who can come through a folder and all above it.
struct FolderAccess: Sendable {
    /// For each account of the machine, in order.
    var passing: [Bool]
    /// The widest class of accounts that can.
    var access: FileAccess
    /// Whether an access control list names somebody who can.
    var isWidened: Bool
    /// Whether a list on the way could not be read.
    var isUncertain: Bool

    /// The way to the root folder, which everybody stands on.
    init(accounts: Int) {
        passing = [Bool](repeating: true, count: accounts)
        access = .everyone
        (isWidened, isUncertain) = (false, false)
    }

    /// Goes on into a folder.
    mutating func enter(_ folder: NodePermissions, _ accounts: [Accounts.Account]) {
        access = min(access, folder.access(NodePermissions.search))
        if folder.list?.widens(NodePermissions.search) ?? false, folder.mode & 0o070 != 0 { isWidened = true }
        for index in accounts.indices where passing[index] {
            passing[index] = folder.permit(NodePermissions.search, to: accounts[index])
        }
    }
}

/// Who can come through each folder that was asked for.
struct FolderAccessCache {
    private let accounts: [Accounts.Account]
    private var known: [[UInt8]: FolderAccess] = [:]
    private static let limit = 50_000

    init(_ accounts: Accounts) {
        self.accounts = accounts.others
    }

    /// Judges a folder given by its absolute path without links.
    mutating func access(to folder: [UInt8]) -> FolderAccess {
        if let access = known[folder] { return access }
        let slash = UInt8(ascii: "/")
        var access = FolderAccess(accounts: accounts.count)
        if folder.count > 1, let last = folder.lastIndex(of: slash) {
            access = self.access(to: last == 0 ? [slash] : Array(folder[..<last]))
        }
        do throws(SystemError) {
            let status = try Descriptor.open(folder, for: .following).status()
            switch AccessListAnswer(of: folder) {
            case .none: access.enter(NodePermissions(status, nil), accounts)
            case .list(let list): access.enter(NodePermissions(status, list), accounts)
            case .unknown:
                access.enter(NodePermissions(status, nil), accounts)
                access.isUncertain = true
            }
        } catch {
            access.isUncertain = true
        }
        if known.count >= Self.limit { known = [:] }
        known[folder] = access
        return access
    }
}
