package import Observation
internal import Synchronization

/// Tells whose the two ends of a flow are, at its first packet.
///
/// Where the kernel permits it, small programs of Earshot's in the kernel tell who makes a socket, and whose the first packet
/// of each flow is before it reaches an interface. So a process that lives for less than a millisecond is known, and so is one in
/// another network namespace.
///
/// For the rest, and where it does not, the kernel is asked for the socket of the flow, and the descriptors of all processes
/// for who has that socket open. A socket that was closed before it could be asked for is known when ``refresh()`` saw it,
/// and its process too. What is shorter than the time between two refreshes can be missed, and an end without a process
/// says why.
///
/// Sockets of Earshot's own network namespace are seen, and of the others that it may enter. Datagrams to a group or to all
/// hosts have one end only, that of their sender.
///
/// May be used from any thread. Questions wait for each other; for a refresh, and for what the kernel tells, they wait no
/// longer than one small step.
package final class SocketOwners: Sendable {
    /// What the thread that listens to the kernel shares with those who ask.
    private final class Shared: Sendable {
        let state: Mutex<SocketOwnersState>

        init(_ state: sending SocketOwnersState) {
            self.state = Mutex(state)
        }
    }

    /// How much of what the kernel told is taken in while others may wait.
    private static let step = 64

    private let shared: Shared
    private let background: Mutex<SocketRefresh>
    private let watcher: Watcher?
    private let gaps: [AttributionGap]

    /// Reads the processes and their sockets for the first time.
    ///
    /// - Parameters:
    ///   - localAddresses: the addresses of this host; those of its loopback network always are.
    ///   - means: by which means to find out, where they are open.
    package convenience init(
        localAddresses: Set<IPAddress> = LocalAddresses.current(), means: AttributionMeans = .all
    ) {
        let asksKernel = means.contains(.socketTables)
        self.init(
            NetworkView(addresses: localAddresses, asksKernel: asksKernel),
            NetworkView(addresses: localAddresses, asksKernel: asksKernel), means: means)
    }

    /// Looks at the network namespace that a process is in.
    ///
    /// - Throws: ``ReadFailure`` when that may not be entered.
    convenience init(networkOf process: Int32, means: AttributionMeans) throws(ReadFailure) {
        let asksKernel = means.contains(.socketTables)
        let asked = try NetworkView(of: String(process), asksKernel: asksKernel)
        let refreshed = try NetworkView(of: String(process), asksKernel: asksKernel)
        self.init(asked, refreshed, means: means)
    }

    private init(_ asked: sending NetworkView, _ refreshed: sending NetworkView, means: AttributionMeans) {
        let telling = KernelTelling(means: means)
        gaps = telling.gaps
        let descriptors = telling.descriptors
        let shared = Shared(
            SocketOwnersState(here: asked, programs: telling.programs, events: telling.events))
        self.shared = shared
        background = Mutex(SocketRefresh(here: refreshed, asksKernel: means.contains(.socketTables)))
        watcher =
            descriptors.isEmpty
            ? nil
            : Watcher(descriptors) {
                while shared.state.withLock({ $0.takeTold(limit: Self.step) }) {}
            }
        refresh()
    }

    /// Takes other addresses for those of this host.
    package func setLocalAddresses(_ addresses: Set<IPAddress>) {
        shared.state.withLock { $0.here.addresses = addresses }
    }

    /// Tells whose the two ends of a flow are.
    ///
    /// - Parameters:
    ///   - tuple: the flow.
    ///   - time: when its first packet was seen.
    /// - Returns: an owner for each end that is on this host, also where its process is not known.
    package func attribution(of tuple: FlowTuple, at time: Timestamp) -> FlowAttribution {
        shared.state.withLock { state in
            while state.takeTold(limit: .max) {}
            return FlowAttribution(
                source: state.owner(
                    of: tuple.transport, local: tuple.source, remote: tuple.destination, isSender: true, at: time),
                destination: state.owner(
                    of: tuple.transport, local: tuple.destination, remote: tuple.source, isSender: false, at: time))
        }
    }

    /// Looks at new processes, at some of the others, and at the sockets that are in use now.
    ///
    /// To be called every 100 to 200 milliseconds. It reads the descriptors of the processes of the last second, of those
    /// that lately had flows, and of 32 others in turn, and asks for the sockets in use no more often than keeps that
    /// under a tenth of the time.
    package func refresh() {
        background.withLock { $0.run(on: shared.state) }
    }

    /// Looks at everything, however lately that was done.
    func refreshAll() {
        shared.state.withLock { $0.endPauses() }
        background.withLock { $0.endPauses() }
        refresh()
    }

    /// How many processes' descriptors may not be read, so that their flows have no process.
    package var tablesUnreadable: Int {
        shared.state.withLock { $0.holders.tablesUnreadable }
    }

    /// Notes by which means owners are found, and which are not open.
    package func note(in coverage: inout Coverage) {
        for gap in gaps {
            coverage.note(.capture, .partly, "whose flows are", reason: gap.reason, remedy: gap.remedy)
        }
        let closed = background.withLock { $0.closedNetworks.count }
        if closed > 0 {
            coverage.note(
                .capture, .partly, "whose flows of other network namespaces are",
                reason: "they may not be entered; needs cap_sys_admin", remedy: Coverage.Remedy.privilege, count: closed
            )
        }
        let lost = shared.state.withLock { $0.programs?.lost ?? 0 }
        if lost > 0 {
            coverage.note(
                .capture, .partly, "whose flows are", reason: "the kernel told more than could be taken in",
                count: Int(clamping: lost))
        }
    }

    /// Whether the kernel's own programs tell.
    package var areProgramsInPlace: Bool { shared.state.withLock { $0.programs != nil } }
}
