/// Whose the two ends of a flow are.
package struct FlowAttribution: Hashable, Sendable {
    /// The end that sent the first packet; nothing when it is not on this host.
    package let source: EndOwner?

    /// The end that received it; nothing when it is not on this host.
    package let destination: EndOwner?

    /// Creates an attribution.
    package init(source: EndOwner?, destination: EndOwner?) {
        self.source = source
        self.destination = destination
    }
}

/// The process at one end of a flow, and how sure that is.
package struct EndOwner: Hashable, Sendable {
    /// The process, also when it ended since; nothing when none could be found.
    package let process: ProcessRecord?

    /// How sure it is.
    package let quality: AttributionQuality

    /// Why it is not surer, or what else there is to know.
    package let reason: String?

    /// Creates an owner.
    package init(process: ProcessRecord?, quality: AttributionQuality, reason: String?) {
        self.process = process
        self.quality = quality
        self.reason = reason
    }

    /// An end on this host whose process is not known.
    static func unknown(_ reason: String) -> EndOwner {
        EndOwner(process: nil, quality: .none, reason: reason)
    }
}

/// How sure the process of a flow is, as `attribution.quality` says it, the surest first.
package enum AttributionQuality: String, CaseIterable, Hashable, Sendable {
    /// Earshot started the process in a network namespace of its own, and so whatever is seen there is its.
    case launched
    /// Earshot started the process in a control group of its own, and the socket belongs to that.
    case cgroup
    /// The kernel named the process or the socket of this very connection: its programs when the first packet left, or its
    /// socket table when that packet was seen.
    case socket
    /// The socket was gone already, and had been seen shortly before.
    case recent
    /// A socket on the local port took the packets, and it is connected to nobody.
    case port
    /// Nobody knows.
    case none
}
