internal import Observation

/// The flows that are alive, found by their ends and by how long they have been silent.
///
/// Finding, adding and removing take the same time however many there are. A packet of a flow that is there changes
/// nothing but the flow: the lists are put in order when somebody asks for the flow that was silent longest.
struct FlowTable: ~Copyable {
    /// Where a flow lies in the table, for as long as it lives.
    typealias Slot = Int32

    /// The slot of no flow.
    static let none: Slot = -1

    /// Flows that time out alike.
    enum Queue: Int, CaseIterable {
        case closing
        case datagrams
        case connections
    }

    private struct Ends {
        var oldest = FlowTable.none
        var newest = FlowTable.none
    }

    private var flows: ContiguousArray<Flow> = []
    private var freeSlots: ContiguousArray<Slot> = []
    private var index = FlowIndex()
    private var ends = ContiguousArray(repeating: Ends(), count: Queue.allCases.count)

    /// How many flows are alive.
    var count: Int { flows.count - freeSlots.count }

    /// A flow that is alive.
    subscript(slot: Slot) -> Flow {
        @inline(__always) _read { yield flows[Int(slot)] }
        @inline(__always) _modify { yield &flows[Int(slot)] }
    }

    /// The slot of the flow with these ends, ``none`` when there is none.
    @inline(__always)
    func slot(of key: FlowKey) -> Slot {
        var position = index.home(of: key.hash)
        while true {
            let slot = index.slot(at: &position, of: key.hash)
            if slot == Self.none || flows[Int(slot)].key == key.tuple { return slot }
        }
    }

    /// Adds a flow as the newest of its queue.
    mutating func insert(_ flow: consuming Flow) -> Slot {
        let hash = flow.hash
        let slot: Slot
        if let free = freeSlots.popLast() {
            slot = free
            flows[Int(slot)] = flow
        } else {
            slot = Slot(flows.count)
            flows.append(flow)
        }
        index.insert(slot, hash: hash)
        link(slot)
        return slot
    }

    /// Takes a flow out.
    mutating func remove(_ slot: Slot) {
        unlink(slot)
        index.remove(slot, hash: flows[Int(slot)].hash)
        flows[Int(slot)].isAlive = false
        flows[Int(slot)].content = nil
        flows[Int(slot)].serverName = nil
        freeSlots.append(slot)
    }

    /// Puts a flow at the end of another queue.
    mutating func move(_ slot: Slot, to queue: Queue) {
        unlink(slot)
        flows[Int(slot)].queue = queue
        link(slot)
    }

    /// The flow of a queue that was silent longest, ``none`` when the queue is empty.
    ///
    /// - Complexity: constant, taken over all packets: a flow is put at the end at most once for each packet it had.
    mutating func oldest(in queue: Queue) -> Slot {
        while true {
            let slot = ends[queue.rawValue].oldest
            guard slot != Self.none, flows[Int(slot)].seenAt > flows[Int(slot)].queuedAt else { return slot }
            unlink(slot)
            link(slot)
        }
    }
}

extension FlowTable {
    private mutating func link(_ slot: Slot) {
        let queue = flows[Int(slot)].queue.rawValue
        let newest = ends[queue].newest
        flows[Int(slot)].older = newest
        flows[Int(slot)].newer = Self.none
        flows[Int(slot)].queuedAt = flows[Int(slot)].seenAt
        if newest == Self.none {
            ends[queue].oldest = slot
        } else {
            flows[Int(newest)].newer = slot
        }
        ends[queue].newest = slot
    }

    private mutating func unlink(_ slot: Slot) {
        let queue = flows[Int(slot)].queue.rawValue
        let (older, newer) = (flows[Int(slot)].older, flows[Int(slot)].newer)
        if older == Self.none {
            ends[queue].oldest = newer
        } else {
            flows[Int(older)].newer = newer
        }
        if newer == Self.none {
            ends[queue].newest = older
        } else {
            flows[Int(newer)].older = older
        }
    }
}
