internal import Observation

/// The flows that are alive, found by their ends and by how long they have been silent.
///
/// Finding, adding, touching and removing take the same time however many there are.
struct FlowTable {
    /// Flows that time out alike, the one that was silent longest first.
    enum Queue: Int, CaseIterable {
        case closing
        case datagrams
        case connections
    }

    private struct Ends {
        var oldest: Flow.Slot?
        var newest: Flow.Slot?
    }

    private var slots: [Flow?] = []
    private var freeSlots: [Flow.Slot] = []
    private var index: [FlowTuple: Flow.Slot] = [:]
    private var ends = [Ends](repeating: Ends(), count: Queue.allCases.count)

    /// How many flows are alive.
    var count: Int { index.count }

    /// The flow with these ends, by its key.
    func flow(_ key: FlowTuple) -> Flow? {
        index[key].flatMap { slots[$0] }
    }

    /// The flow of a queue that was silent longest.
    func oldest(in queue: Queue) -> Flow? {
        ends[queue.rawValue].oldest.flatMap { slots[$0] }
    }

    /// Adds a flow as the newest of its queue.
    mutating func insert(_ flow: Flow) {
        if let slot = freeSlots.popLast() {
            flow.slot = slot
            slots[slot] = flow
        } else {
            flow.slot = slots.count
            slots.append(flow)
        }
        index[flow.key] = flow.slot
        link(flow)
    }

    /// Makes a flow the newest of a queue.
    mutating func touch(_ flow: Flow, in queue: Queue) {
        guard flow.queue != queue || flow.newer != nil else { return }
        unlink(flow)
        flow.queue = queue
        link(flow)
    }

    /// Takes a flow out.
    mutating func remove(_ flow: Flow) {
        unlink(flow)
        index[flow.key] = nil
        slots[flow.slot] = nil
        freeSlots.append(flow.slot)
    }

    private mutating func link(_ flow: Flow) {
        let newest = ends[flow.queue.rawValue].newest
        flow.older = newest
        flow.newer = nil
        if let newest {
            slots[newest]?.newer = flow.slot
        } else {
            ends[flow.queue.rawValue].oldest = flow.slot
        }
        ends[flow.queue.rawValue].newest = flow.slot
    }

    private mutating func unlink(_ flow: Flow) {
        if let older = flow.older {
            slots[older]?.newer = flow.newer
        } else {
            ends[flow.queue.rawValue].oldest = flow.newer
        }
        if let newer = flow.newer {
            slots[newer]?.older = flow.older
        } else {
            ends[flow.queue.rawValue].newest = flow.older
        }
    }
}
