/// A user's home folder.
package struct HomeFolder: Hashable, Sendable {
    /// The user's name, or the number where there is no name.
    package let userName: String
    /// The user's number.
    package let userID: UInt32
    /// The absolute path.
    package let path: String

    package init(userName: String, userID: UInt32, path: String) {
        self.userName = userName
        self.userID = userID
        self.path = path
    }
}

/// What the placeholders of a place stand for: one home, and one process's variables and options where there is one.
package struct PlaceContext: Hashable, Sendable {
    /// The home folder; without one, places below a home do not apply.
    package var home: HomeFolder?
    /// The variables of the product's process.
    package var environment: [String: String]
    /// The options of its command line with their values, by the name with its dashes.
    package var options: [String: String]
    /// The folder for temporary files.
    package var temporary: String
    /// The process's working folder; without one, relative values of variables and options do not apply.
    package var workingFolder: String?

    package init(
        home: HomeFolder?, environment: [String: String] = [:], options: [String: String] = [:],
        temporary: String = "/tmp", workingFolder: String? = nil
    ) {
        self.home = home
        self.environment = environment
        self.options = options
        self.temporary = temporary
        self.workingFolder = workingFolder
    }
}
