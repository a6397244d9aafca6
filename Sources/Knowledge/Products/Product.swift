/// All that is known of one product: one file of `Rules/products/`.
package struct Product: Sendable, Identifiable {
    /// The machine name, the same as the file's.
    package let id: String
    /// The display name.
    package let name: String
    /// What sort of software it is, such as `inference_server`, `desktop_app` or `chat_ui`.
    package let kind: String
    /// How it is recognised on a machine.
    package var recognition = Recognition()
    /// Processes it starts that belong to it.
    package var children: [ChildProcess] = []
    /// Ports it listens on when nothing is set.
    package var ports: [DefaultPort] = []
    /// The address it binds when nothing is set.
    package var defaultBind: String?
    /// Whether and how callers prove who they are.
    package var authentication = Authentication()
    /// The variables, options and keys that matter to privacy.
    package var settings: [Setting] = []
    /// Paths that disclose something to whoever reaches them.
    package var disclosures: [Disclosure] = []
    /// Whom it talks to.
    package var egress: [EgressRoute] = []
    /// What it leaves on disk.
    package var artifacts: [Artifact] = []
    /// Where the knowledge comes from.
    package var references: [String] = []

    package init(id: String, name: String, kind: String) {
        self.id = id
        self.name = name
        self.kind = kind
    }
}

/// How a product is recognised on a machine.
package struct Recognition: Sendable {
    /// Names of the process, of its executable or of its first argument, without folders.
    package var processNames: [String] = []
    /// What the command line holds.
    package var commandLines: [TextTest] = []
    /// Globs over the executable's path; `*` stands for any run of characters.
    package var executables: [Glob] = []
    /// Globs over the names, without folders, of the libraries a process has mapped.
    package var libraries: [Glob] = []
    /// Names of systemd units.
    package var units: [String] = []
    /// Beginnings of container image names.
    package var images: [String] = []
    /// Package names, by where they come from (`pypi`, `npm`, `deb`, `rpm`, `go`).
    package var packages: [String: [String]] = [:]
    /// Harmless requests that a listener of the product answers in its own way.
    package var probes: [Probe] = []

    package init() {}
}

/// A test of a text: that it holds a piece, or that a regular expression finds something in it.
package enum TextTest: Hashable, Sendable {
    case contains(String)
    case expression(String)
}

/// A process that a product starts and that is a part of it.
package struct ChildProcess: Sendable {
    /// Names of the process or of its executable, without folders.
    package let names: [String]
    /// The part it plays: `runner`, `app`, `tool`.
    package let role: String
}

/// A port a product listens on when nothing is set.
package struct DefaultPort: Sendable {
    package let port: UInt16
    package let transport: String
    package let purpose: String
}

/// A harmless GET request and how the product's answer is told from others'.
package struct Probe: Sendable {
    /// The path to get.
    package let path: String
    /// The status the answer must have; 200 when the file names none.
    package var status = 200
    /// The whole body, when it must be exactly that.
    package var body: String?
    /// A piece the body must hold.
    package var bodyContains: String?
    /// A header field's name, lower case, and a piece its value must hold.
    package var header: (name: String, contains: String)?
    /// Paths such as `data[0].owned_by` that must lead to a value in the JSON body, with the value that must be there.
    package var json: [(path: String, equals: String?)] = []
    /// The path to the version in the JSON body.
    package var versionPath: String?
    /// The header field that holds the version.
    package var versionHeader: String?

    package init(path: String) {
        self.path = path
    }
}

/// Whether and how callers of a server prove who they are.
package struct Authentication: Sendable {
    /// `none`, `required` or `unknown` when nothing is set.
    package var standard = "unknown"
    /// Names of the settings that switch it on when they are set to anything but nothing.
    package var enabledBy: [String] = []
    /// A path whose status tells.
    package var check: AuthenticationCheck?
    /// What stays open even so.
    package var gaps: [String] = []

    package init() {}
}

/// A harmless GET request whose status tells whether a key is asked for.
package struct AuthenticationCheck: Sendable {
    package let path: String
    /// Statuses that say that no key is asked for.
    package let open: Set<Int>
    /// Statuses that say that one is.
    package let protected: Set<Int>
}

/// A path that discloses something to whoever reaches it.
package struct Disclosure: Sendable {
    /// `GET` or another method; only GET is ever sent.
    package let method: String
    package let path: String
    /// What it shows.
    package let shows: String
    /// Whether a request to it changes nothing, so that it may be asked.
    package let isHarmless: Bool
    /// A piece that the body must hold for the path to disclose anything, when its status alone does not tell.
    package var contains: String?
}
