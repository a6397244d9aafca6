package import Knowledge

/// One run of a product, or one installation of it that does not run.
package struct ProductInstance: Sendable {
    /// One of its processes.
    package struct Member: Sendable {
        package let record: ProcessRecord
        /// The part it plays: `server`, `runner`, `app`, `tool`.
        package internal(set) var role: String
        /// The names of the variables that matter to the product and are set.
        package internal(set) var variables: [String] = []
    }

    package let product: Product
    /// The version: what it said itself, or else that of its package.
    package internal(set) var version: String?
    /// Where the version was read: `probe`, `pypi`, `deb`.
    package internal(set) var versionSource: String?
    /// What it was recognised by: `process`, `command-line`, `executable`, `library`, `unit`, `image`, `package`, `probe`.
    package internal(set) var recognisedBy: [String]
    /// Its processes in the order of their start; none when it does not run, or they belong to nobody who can be seen.
    package internal(set) var members: [Member]
    /// The sockets it waits on.
    package internal(set) var listeners: [ProductListener]
    /// How its settings stand; none without a process.
    package internal(set) var settings: [SettingState] = []
    /// Its packages.
    package internal(set) var packages: [InstalledPackage] = []
}

/// A socket that a product waits on.
package struct ProductListener: Sendable {
    package let socket: ListeningSocket
    /// Whether a caller must prove who it is: `none`, `required`, `unknown`.
    package internal(set) var authentication: String
    /// How that is known: `probe`, `command-line`, `environment`, `product-default`.
    package internal(set) var authenticationSource: String?
    /// Which web pages may call: `any`, `restricted`, `unknown`.
    package internal(set) var cors: String
    /// The paths that disclose something and were answered without a key.
    package internal(set) var openPaths: [String]
}
