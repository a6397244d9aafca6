internal import Glibc
internal import Observation

/// Programs that connect or listen for somebody in another network namespace are looked through.
extension SocketOwnersState {
    /// The most network namespaces whose sockets are asked for one flow.
    private static let networkLimit = 16

    /// Puts the process that a flow is really of in the place of one that forwards it, where that can be known.
    mutating func lookThrough(_ owner: EndOwner, of end: FlowEnd, in view: NetworkView) -> EndOwner {
        guard let process = owner.process else { return owner }
        if process.program == "systemd", owner.reason?.contains(Self.byListener) == true {
            return EndOwner(
                process: process, quality: owner.quality,
                reason: Self.joined(owner.reason, "systemd holds the port for a unit that it starts on demand"))
        }
        guard let forwarder = PortForwarder(program: process.program, arguments: process.arguments) else {
            return owner
        }
        let found: [ProcessIdentity]
        switch forwarder {
        case .toAddress(let target):
            // Its connection to the container is its own; only what arrives is somebody else's.
            guard end.local != target, end.remote != target else { return owner }
            found = listeners(end.transport, on: target, in: elsewhere.values.filter { $0.has(target.ip) })
        case .toNetworkOf, .toNetworkAt, .toNetworkOfChildren:
            guard let network = network(behind: forwarder, of: process) else { return owner }
            let opened = openers(of: end, in: network)
            found = opened.isEmpty ? listeners(end.transport, on: end.local, in: [network]) : opened
        }
        guard let behind = ListeningSocket.childrenFirst(found.compactMap { memory.record(of: $0, now: .now) }).first
        else {
            return EndOwner(
                process: process, quality: owner.quality,
                reason: Self.joined(owner.reason, "it forwards for somebody who is not known"))
        }
        return EndOwner(
            process: behind, quality: owner.quality,
            reason: Self.joined(owner.reason, "through \(process.program), process \(process.pid)"))
    }

    private func network(behind forwarder: PortForwarder, of process: ProcessRecord) -> NetworkView? {
        let inode: UInt64?
        switch forwarder {
        case .toAddress: return nil
        case .toNetworkOf(let pid): inode = NetworkNamespace.inode(of: String(pid), root: memory.reader.root)
        case .toNetworkAt(let path): inode = SystemFiles.inode(of: path)
        case .toNetworkOfChildren:
            inode = memory.networks(ofChildrenOf: process.identity).first { elsewhere[$0] != nil }
        }
        return inode.flatMap { elsewhere[$0] }
    }

    /// Who listens at an address, or at every address on its port.
    private mutating func listeners(
        _ transport: TransportProtocol, on target: SocketAddress, in views: [NetworkView]
    ) -> [ProcessIdentity] {
        guard TransportProtocol.withSockets.contains(transport) else { return [] }
        for view in views.prefix(Self.networkLimit) {
            let socket = view.sockets.sockets(transport, on: target).first { $0.isListening && $0.inode != 0 }
            if let socket { return processes(holding: socket.inode, in: view) }
        }
        return []
    }

    /// Who in a network namespace has a connection to the same other end.
    private mutating func openers(of end: FlowEnd, in view: NetworkView) -> [ProcessIdentity] {
        let sockets = view.sockets.socketsInUse().filter {
            $0.transport == end.transport && $0.remote == end.remote
        }
        guard let socket = sockets.max(by: { $0.inode < $1.inode }) else { return [] }
        return claimant(of: socket).map { [$0] } ?? processes(holding: socket.inode, in: view)
    }

    private static func joined(_ reason: String?, _ more: String) -> String {
        reason.map { $0 + "; " + more } ?? more
    }
}
