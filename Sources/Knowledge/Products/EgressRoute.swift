/// One thing that a product says to somebody else.
package struct EgressRoute: Sendable {
    /// Unique inside the product.
    package let id: String
    /// Host names; `*.` at the front stands for every name below.
    package let hosts: [String]
    /// What for, such as `telemetry`, `update-check` or `remote-inference`.
    package let purpose: String
    /// The path, when known.
    package var path: String?
    /// When it is said: `default-on`, `asks-first`, `default-off`, `user-action`, `when-configured`, `unknown`.
    package var standard = "unknown"
    /// What the message holds.
    package var carries: [String] = []
    /// How much of the user's words it may hold: `none`, `possible`, `partial`, `full`.
    package var content = "none"
    /// How to stop it.
    package var stop: String?

    package init(id: String, hosts: [String], purpose: String) {
        self.id = id
        self.hosts = hosts
        self.purpose = purpose
    }
}
