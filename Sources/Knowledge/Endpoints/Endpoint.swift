/// A host, who runs it and what for.
package struct Endpoint: Hashable, Sendable {
    /// Who runs it.
    package let owner: String
    /// What for, in the words of an event's `destination.purpose`.
    ///
    /// Among them are `telemetry`, `crash-report`, `update-check`, `model-download`, `remote-inference`, `trace-export`,
    /// `web-search`, `cdn-asset` and `tunnel`.
    package let purpose: String
    /// The product it belongs to, when it is that product's alone.
    package let product: String?

    package init(owner: String, purpose: String, product: String? = nil) {
        self.owner = owner
        self.purpose = purpose
        self.product = product
    }
}

/// Every host that is known, to look names up in.
package struct EndpointTable: Sendable {
    private var exact: [String: Endpoint] = [:]
    private var below: [String: Endpoint] = [:]

    package init() {}

    /// How many host patterns there are.
    package var count: Int { exact.count + below.count }

    /// Adds a host name, or with `*.` at the front every name below one.
    ///
    /// The first entry of a host stays.
    package mutating func add(_ host: String, _ endpoint: Endpoint) {
        if host.hasPrefix("*.") {
            let suffix = String(host.dropFirst(2)).lowercased()
            below[suffix] = below[suffix] ?? endpoint
        } else {
            let name = host.lowercased()
            exact[name] = exact[name] ?? endpoint
        }
    }

    /// Looks a host name up: itself first, then the nearest pattern above it.
    package func endpoint(for host: String) -> Endpoint? {
        let host = host.lowercased()
        if let endpoint = exact[host] { return endpoint }
        var rest = Substring(host)
        while let dot = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: dot)...]
            if let endpoint = below[String(rest)] { return endpoint }
        }
        return nil
    }
}
