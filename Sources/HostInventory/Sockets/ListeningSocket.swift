package import Observation

/// One socket that waits for connections or datagrams.
package struct ListeningSocket: Hashable, Sendable {
    /// The transport protocol.
    package let transport: TransportProtocol
    /// What it is bound to; the unspecified address stands for every interface.
    package let address: SocketAddress
    /// The kernel's number for the socket.
    package let inode: UInt64
    /// The inode number of the network namespace it lives in.
    package let networkNamespace: UInt64
    /// Whether that is Earshot's own network namespace, so that a request over loopback reaches it.
    package let isInOwnNamespace: Bool
    /// The number of the user that made it.
    package let userID: UInt32?
    /// Every process that has it open, the most specific first: a child before the parent that it inherited from.
    package var owners: [ProcessRecord] = []
    /// Who publishes the port for somebody else: `docker-proxy`, `rootlessport`, `pasta`, `systemd`.
    package var publishedBy: String?
    /// Why no owner is known.
    package var ownerReason: String?

    /// The process that a report names.
    package var owner: ProcessRecord? { owners.first }
}
