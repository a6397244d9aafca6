package import Observation

/// All that one audit has to tell, already redacted.
package struct AuditReport: Sendable {
    /// The circumstances of the audit.
    package let run: Run
    /// The products that were found, in the order of their identifiers.
    package let products: [ProductSummary]
    /// The findings, the worst first.
    package let findings: [Finding]
    /// What was looked at and what could not be.
    package let coverage: Coverage
    /// Who said how much to whom, the most bytes first.
    package let conversations: [Conversation]
    /// What was said, where messages are told and not only weighed.
    package let highlights: Highlights
    /// The display names of products, by identifier, also of those that were not found running.
    package let productNames: [String: String]

    package init(
        run: Run, products: [ProductSummary], findings: [Finding], coverage: Coverage, conversations: [Conversation],
        highlights: Highlights = Highlights(), productNames: [String: String]
    ) {
        self.highlights = highlights
        self.productNames = productNames
        self.run = run
        self.products = products
        self.findings = findings
        self.coverage = coverage
        self.conversations = conversations
    }

    /// Whether everything that was asked for was looked at, at least in part.
    package var isComplete: Bool { coverage.isComplete }
}

/// The circumstances of an audit.
package struct Run: Sendable {
    /// Earshot's version.
    package let version: String
    /// When the audit began.
    package let started: Timestamp
    /// When it ended.
    package let ended: Timestamp
    /// The host's name.
    package let host: String
    /// The user it ran as.
    package let user: String
    /// Whether secrets are shown as they are.
    package let reveals: Bool
    /// What was read instead of this machine, in a few words; nothing when the machine itself was audited.
    package let subject: String?

    package init(
        version: String, started: Timestamp, ended: Timestamp, host: String, user: String, reveals: Bool,
        subject: String? = nil
    ) {
        self.subject = subject
        self.version = version
        self.started = started
        self.ended = ended
        self.host = host
        self.user = user
        self.reveals = reveals
    }
}

/// One product that was found on the machine.
package struct ProductSummary: Sendable {
    /// The identifier in `Rules/products/`.
    package let id: String
    /// The display name.
    package let name: String
    /// The version, where it could be read.
    package let version: String?
    /// Where it was read: `probe`, `pypi`, `deb`.
    package let versionSource: String?
    /// What it was recognised by.
    package let recognisedBy: [String]
    /// Its processes.
    package let processes: [ProcessSummary]
    /// What it listens on, as `address:port/transport`.
    package let listeners: [String]

    package init(
        id: String, name: String, version: String?, versionSource: String?, recognisedBy: [String],
        processes: [ProcessSummary], listeners: [String]
    ) {
        self.versionSource = versionSource
        self.id = id
        self.name = name
        self.version = version
        self.recognisedBy = recognisedBy
        self.processes = processes
        self.listeners = listeners
    }
}

/// One process of a product.
package struct ProcessSummary: Sendable {
    /// The process's number.
    package let pid: Int64
    /// Its short name.
    package let name: String
    /// The part it plays.
    package let role: String
    /// The user it runs as.
    package let user: String
    /// Its command line, redacted.
    package let commandLine: String

    package init(pid: Int64, name: String, role: String, user: String, commandLine: String) {
        self.pid = pid
        self.name = name
        self.role = role
        self.user = user
        self.commandLine = commandLine
    }
}

/// What one program said to one destination, summed up over its flows.
package struct Conversation: Sendable {
    /// The program's name, or nothing when its flows could not be attributed.
    package let process: String?
    /// The address it spoke from, where no program is known and addresses stand for them.
    package let source: String?
    /// The protocol that was recognised, or else the transport.
    package let networkProtocol: String?
    /// The product it belongs to.
    package let product: String?
    /// The destination's name, or its address when no name is known.
    package let destination: String
    /// Who runs the destination.
    package let owner: String?
    /// What the destination is for.
    package let purpose: String?
    /// `egress`, `ingress`, `internal` or `unknown`.
    package let direction: String
    /// The number of flows.
    package let flows: Int
    /// Bytes sent by the side that opened the flows.
    package let bytesSent: Int64
    /// Bytes sent by the other side.
    package let bytesReceived: Int64

    package init(
        process: String?, source: String? = nil, networkProtocol: String? = nil, product: String?,
        destination: String, owner: String?, purpose: String?, direction: String, flows: Int, bytesSent: Int64,
        bytesReceived: Int64
    ) {
        self.process = process
        self.source = source
        self.networkProtocol = networkProtocol
        self.product = product
        self.destination = destination
        self.owner = owner
        self.purpose = purpose
        self.direction = direction
        self.flows = flows
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
    }
}
