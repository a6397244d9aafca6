/// Who can read a file besides its owner and root.
package struct ReaderList: Hashable, Sendable {
    /// The word for all accounts, also those that nothing names.
    package static let everyone = "everyone"
    /// How many names are told.
    static let nameLimit = 100

    /// The widest class of accounts that can, by bits and lists.
    ///
    /// A group in which there is nobody but the owner and root is none, where all accounts are known.
    package let access: FileAccess
    /// The names of the accounts, sorted; `everyone` alone where all can.
    package let names: [String]
    /// Whether an access control list plays a part in that; nothing when one could not be read.
    package let isWidened: Bool?

    /// Judges a file in a folder; `onlyUser` is the number of the one user whom the file system lets in at all, where it
    /// is so.
    init(
        _ file: NodePermissions, in folder: FolderAccess, isListKnown: Bool, _ accounts: Accounts, onlyUser: UInt32?
    ) {
        let bit = NodePermissions.read
        let widest = min(file.access(bit), folder.access)
        let isCertain = isListKnown && !folder.isUncertain
        let all = accounts.others
        if let onlyUser {
            access = .owner
            names = all.filter { $0.userID == onlyUser && $0.userID != file.userID }.map(\.name)
        } else if widest == .everyone {
            access = widest
            names = [Self.everyone]
        } else {
            let readers = all.indices.filter { index in
                folder.passing[index] && all[index].userID != file.userID && file.permit(bit, to: all[index])
            }
            names = Self.told(readers.map { all[$0].name }.sorted())
            // A group that has nobody in it lets nobody in, if all of its members are known.
            let isEmpty = readers.isEmpty && isCertain && !accounts.hasOtherSources
            access = isEmpty ? .owner : widest
        }
        let widens = (file.list?.widens(bit) ?? false) && file.mode & 0o070 != 0 || folder.isWidened
        let isNeeded = widens && widest != .everyone && !names.isEmpty
        isWidened = isNeeded ? true : isCertain ? false : nil
    }

    private static func told(_ names: [String]) -> [String] {
        guard names.count > nameLimit else { return names }
        return names.prefix(nameLimit) + ["and \(names.count - nameLimit) more"]
    }
}
