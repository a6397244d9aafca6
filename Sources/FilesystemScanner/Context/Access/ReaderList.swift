/// Who can read a file besides its owner and root.
package struct ReaderList: Hashable, Sendable {
    /// The word for all accounts, also those that nothing names.
    package static let everyone = "everyone"
    /// How many names are told.
    static let nameLimit = 100

    /// The widest class of accounts that can, by bits and lists.
    package let access: FileAccess
    /// The names of the accounts, sorted; `everyone` alone where all can.
    package let names: [String]
    /// Whether an access control list plays a part in that; nothing when one could not be read.
    package let isWidened: Bool?

    /// Judges a file in a folder.
    ///
    /// - Parameter onlyUser: The number of the one user whom the file system lets in at all, where it is so.
    init(
        _ file: NodePermissions, in folder: FolderAccess, isListKnown: Bool, _ accounts: [Accounts.Account],
        onlyUser: UInt32?
    ) {
        let bit = NodePermissions.read
        let widest = min(file.access(bit), folder.access)
        if let onlyUser {
            access = .owner
            names = accounts.filter { $0.userID == onlyUser && $0.userID != file.userID }.map(\.name)
        } else if widest == .everyone {
            access = widest
            names = [Self.everyone]
        } else {
            access = widest
            let readers = accounts.indices.filter { index in
                folder.passing[index] && accounts[index].userID != file.userID && file.permit(bit, to: accounts[index])
            }
            names = Self.told(readers.map { accounts[$0].name }.sorted())
        }
        let widens = (file.list?.widens(bit) ?? false) && file.mode & 0o070 != 0 || folder.isWidened
        let isNeeded = widens && widest != .everyone && !names.isEmpty
        isWidened = isNeeded ? true : isListKnown && !folder.isUncertain ? false : nil
    }

    private static func told(_ names: [String]) -> [String] {
        guard names.count > nameLimit else { return names }
        return names.prefix(nameLimit) + ["and \(names.count - nameLimit) more"]
    }
}
