package import Observation
internal import Synchronization

/// Tells whose the two ends of a flow are, at its first packet.
///
/// The kernel is asked for the socket of the flow, and the descriptors of all processes for who has that socket open. A
/// socket that was closed before it could be asked for is known when ``refresh()`` saw it, and its process too. What is
/// shorter than the time between two refreshes can be missed, and an end without a process says why.
///
/// Sockets of Earshot's own network namespace are seen, and not those of others: the ends of a container's flow are not on
/// this host unless their addresses are. Datagrams to a group or to all hosts have one end only, that of their sender.
///
/// May be used from any thread. Questions wait for each other; for a refresh they wait no longer than one of its small steps.
package final class SocketOwners: Sendable {
    private let state: Mutex<SocketOwnersState>
    private let background: Mutex<SocketRefresh>

    /// Reads the processes and their sockets for the first time.
    ///
    /// - Parameters:
    ///   - localAddresses: the addresses of this host; those of its loopback network always are.
    ///   - asksKernel: whether to ask by netlink; otherwise the tables are read as text, which is slower.
    package init(localAddresses: Set<IPAddress> = LocalAddresses.current(), asksKernel: Bool = true) {
        state = Mutex(SocketOwnersState(localAddresses: localAddresses, asksKernel: asksKernel))
        background = Mutex(SocketRefresh(asksKernel: asksKernel))
        refresh()
    }

    /// Takes other addresses for those of this host.
    package func setLocalAddresses(_ addresses: Set<IPAddress>) {
        state.withLock { $0.localAddresses = addresses }
    }

    /// Tells whose the two ends of a flow are.
    ///
    /// - Parameters:
    ///   - tuple: the flow.
    ///   - time: when its first packet was seen.
    /// - Returns: an owner for each end that is on this host, also where its process is not known.
    package func attribution(of tuple: FlowTuple, at time: Timestamp) -> FlowAttribution {
        state.withLock { state in
            FlowAttribution(
                source: state.owner(of: tuple.transport, local: tuple.source, remote: tuple.destination, at: time),
                destination: state.owner(
                    of: tuple.transport, local: tuple.destination, remote: tuple.source, at: time))
        }
    }

    /// Looks at new processes, at some of the others, and at the sockets that are in use now.
    ///
    /// To be called every 100 to 200 milliseconds. It reads the descriptors of the processes of the last second, of those
    /// that lately had flows, and of 32 others in turn, and asks for the sockets in use no more often than keeps that
    /// under a tenth of the time.
    package func refresh() {
        background.withLock { $0.run(on: state) }
    }

    /// Looks at everything, however lately that was done.
    func refreshAll() {
        state.withLock { $0.endPauses() }
        background.withLock { $0.endPauses() }
        refresh()
    }

    /// How many processes' descriptors may not be read, so that their flows have no process.
    package var tablesUnreadable: Int {
        state.withLock { $0.holders.tablesUnreadable }
    }
}
