/// What an inventory does besides reading.
package struct InventoryOptions: Sendable {
    /// Whether listeners are asked what they are.
    package var probes: Bool

    /// Where the process file system is; another place only in tests.
    var processRoot = "/proc"
    /// What the folders of packages lie below; something only in tests.
    var fileRoot = ""
    /// The homes that are looked into for packages; nothing for those of the host's users.
    var homes: [String]?

    package init(probes: Bool = true) {
        self.probes = probes
    }
}
