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

/// What the placeholders of a place stand for: one home, and one process's or unit's values where there is one.
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
    /// Where the product is installed or checked out, as its process tells.
    package var installFolders: [String] = []
    /// The folders of projects; without any it is the working folder.
    package var projects: [String] = []
    /// Trees of which every folder may be a project, as far as names that begin with a dot tell whose they are.
    package var trees: [String] = []
    /// The number of the product's process, for places in its memory; a scan names none.
    package var process: Int32?
    /// The folders that the product's processes have files open in.
    package var openFolders: [String] = []
    /// What a container's paths stand for on this host; without any the paths are this host's own.
    package var mounts: [ContainerMount] = []

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

/// A folder of a container and where it lies on this host.
package struct ContainerMount: Hashable, Sendable {
    /// The absolute path inside the container; `/` for all of it.
    package let inside: String
    /// The absolute path on this host, with wildcards where it stands for several containers.
    package let outside: String

    package init(inside: String, outside: String) {
        self.inside = inside
        self.outside = outside
    }
}
