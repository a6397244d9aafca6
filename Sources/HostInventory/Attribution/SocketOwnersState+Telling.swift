internal import Observation

/// What the kernel tells by itself.
extension SocketOwnersState {
    /// Takes in what the kernel has told since the last time.
    ///
    /// - Parameter limit: how much is taken in at most, so that nobody waits long for the state.
    /// - Returns: whether there may be more.
    @discardableResult
    mutating func takeTold(limit: Int) -> Bool {
        let now = Instant.now
        // Who began comes before who made a socket.
        let events = events?.take() ?? []
        for event in events { take(event, now: now) }
        guard let programs else { return events.count == ProcessEvents.batch }
        var count = 0
        while count < limit, let record = programs.next() {
            count += 1
            take(record, ownNetwork: here.number, now: now)
        }
        return count == limit || events.count == ProcessEvents.batch
    }

    private mutating func take(_ event: ProcessEvents.Event, now: Instant) {
        switch event {
        case .began(let pid, let parent):
            memory.hasBegun(pid, parent: parent, now: now)
            told.note(pid, now: now)
        case .becameProgram(let pid):
            told.note(pid, now: now)
            memory.hasBecomeProgram(pid, mayRead: readBudget.takes(one: now), now: now)
        case .ended(let pid):
            memory.hasEnded(pid, now: now)
            told.remove(pid)
        }
    }

    private mutating func take(_ record: KernelRecord, ownNetwork: UInt64, now: Instant) {
        switch record {
        case .socket(let claim):
            _ = memory.process(of: claim, now: now)
        case .flow(let flow):
            let processes = flow.claim.map { [memory.process(of: $0, now: now)] } ?? []
            let network = flow.claim?.network ?? 0
            let isHere = network == 0 || ownNetwork == 0 || network == ownNetwork
            recent.note(
                flow.transport, local: flow.local, remote: flow.remote, processes: processes,
                evidence: flow.isAnswer ? .toldAnswer : .told, in: isHere ? .here : .elsewhere, at: .now)
        }
    }

    /// The process that made a socket or used it last, by the kernel's own number for the socket.
    mutating func claimant(of socket: KernelSocket) -> ProcessIdentity? {
        guard let programs, let cookie = socket.cookie, let claim = programs.claim(onSocket: cookie) else { return nil }
        return memory.process(of: claim, now: .now)
    }
}
