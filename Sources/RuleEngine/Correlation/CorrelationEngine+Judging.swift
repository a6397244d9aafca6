internal import Observation

extension CorrelationEngine {
    /// Judges the matches that wait, in the order of their times, all but the newest few.
    mutating func settle(keeping count: Int, _ emit: (CorrelationMatch) -> Void) {
        guard hits.count > count else { return }
        hits.sort { ($0.time, $0.event) < ($1.time, $1.event) }
        let end = hits.count - count
        var index = 0
        while index < end {
            let time = hits[index].time
            advance(before: time, emit)
            // All of one moment count together.
            while index < hits.count, hits[index].time == time {
                insert(hits[index])
                index += 1
            }
            judge(at: time, emit)
            settledUntil = time
        }
        hits.removeFirst(index)
    }

    /// Closes the windows that end before a time.
    private mutating func advance(before time: Int64, _ emit: (CorrelationMatch) -> Void) {
        while let timer = timers.first, timer.end < time { judge(at: timer.end, emit) }
    }

    /// Closes the windows that end at a time or before.
    mutating func advance(to time: Int64, _ emit: (CorrelationMatch) -> Void) {
        while let timer = timers.first, timer.end <= time { judge(at: timer.end, emit) }
    }

    private mutating func insert(_ hit: Hit) {
        let (node, group) = (Int(hit.node), Int(hit.group))
        books[node][group].pending -= 1
        add(
            CorrelationWindow.Entry(
                time: hit.time, event: hit.event, value: hit.value, slot: hit.slot, isValue: hit.hasValue), node, group)
    }

    private mutating func add(_ entry: CorrelationWindow.Entry, _ node: Int, _ group: Int) {
        entryCount -= books[node][group].window.drop(before: entry.time - span(of: node))
        let before = books[node][group].window.count
        books[node][group].window.append(entry)
        entryCount += books[node][group].window.count - before
        if !books[node][group].isTouched {
            books[node][group].isTouched = true
            touched[node].append(group)
        }
        if entryCount > limits.entries {
            books[node][group].window.dropOldest()
            entryCount -= 1
            losses.evictedEntries += 1
        }
    }

    private func span(of node: Int) -> Int64 { program.nodes[node].span }

    /// Judges the groups that changed at a moment, and the windows that end with it; inner correlations first.
    private mutating func judge(at time: Int64, _ emit: (CorrelationMatch) -> Void) {
        var closing: [TimerHeap.Timer] = []
        while let first = timers.first, first.end == time {
            closing.append(first)
            _ = timers.popFirst()
        }
        for node in program.nodes.indices {
            let groups = touched[node]
            touched[node].removeAll(keepingCapacity: true)
            for group in groups {
                books[node][group].isTouched = false
                judge(node, group, at: time, emit)
            }
            for timer in closing where timer.node == node { close(timer, emit) }
        }
    }

    private mutating func judge(_ node: Int, _ group: Int, at time: Int64, _ emit: (CorrelationMatch) -> Void) {
        let (rule, kind) = (program.nodes[node].rule, program.nodes[node].kind)
        switch program.nodes[node].test {
        case .threshold(let threshold):
            let window = books[node][group].window
            guard let measure = window.measure(kind, percentile: rule.body.percentile), threshold.holds(for: measure)
            else { return }
            guard kind == .temporalOrdered else {
                fire(node, group, time - span(of: node), time, measure, emit) { kind.isNumeric ? $0.isValue : true }
                return
            }
            guard window.isOrdered(threshold) else { return }
            fire(node, group, time - span(of: node), time, measure, emit) { _ in true }
        case .clauses(let clauses):
            for (number, clause) in clauses.enumerated() {
                guard clause.absent.isEmpty else {
                    open(number, clause, node, group, at: time)
                    continue
                }
                tryOut(clause, node, group, time - span(of: node), time, emit)
            }
        }
    }

    /// Begins a window in which something must not come, where one of the rules matched that must.
    private mutating func open(
        _ number: Int, _ clause: CorrelationProgram.Clause, _ node: Int, _ group: Int, at time: Int64
    ) {
        guard books[node][group].window.newestSlots.contains(where: { clause.present.contains($0) }) else { return }
        guard timers.count < limits.openWindows else {
            losses.unfinishedWindows += 1
            return
        }
        let (end, overflow) = time.addingReportingOverflow(span(of: node))
        guard !overflow else { return }
        books[node][group].timers += 1
        timers.insert(TimerHeap.Timer(end: end, start: time, node: node, group: group, clause: number))
    }

    private mutating func close(_ timer: TimerHeap.Timer, _ emit: (CorrelationMatch) -> Void) {
        books[timer.node][timer.group].timers -= 1
        entryCount -= books[timer.node][timer.group].window.drop(before: timer.start)
        guard case .clauses(let clauses) = program.nodes[timer.node].test else { return }
        tryOut(clauses[timer.clause], timer.node, timer.group, timer.start, timer.end, emit)
    }

    /// Fires when a clause holds in the group's window.
    private mutating func tryOut(
        _ clause: CorrelationProgram.Clause, _ node: Int, _ group: Int, _ start: Int64, _ end: Int64,
        _ emit: (CorrelationMatch) -> Void
    ) {
        let window = books[node][group].window
        guard clause.present.allSatisfy({ window.slotCounts[$0] > 0 }),
            clause.absent.allSatisfy({ window.slotCounts[$0] == 0 })
        else { return }
        let measure = window.measure(program.nodes[node].kind, percentile: 0) ?? 0
        guard program.nodes[node].kind == .temporalOrdered else {
            fire(node, group, start, end, measure, emit) { clause.present.contains(Int($0.slot)) }
            return
        }
        guard let steps = window.sequence(of: clause.present.sorted(), skipsMissing: false) else { return }
        fire(node, group, start, end, measure, emit) { entry in
            steps.contains { $0.slot == Int(entry.slot) && $0.time == entry.time }
        }
    }

    private mutating func fire(
        _ node: Int, _ group: Int, _ start: Int64, _ end: Int64, _ measure: Double,
        _ emit: (CorrelationMatch) -> Void, where counts: (CorrelationWindow.Entry) -> Bool
    ) {
        let rule = program.nodes[node].rule
        let values = books[node][group].values
        let (events, total) = events(of: books[node][group].window, where: counts)
        emit(
            CorrelationMatch(
                rule: rule, group: zip(rule.body.groupBy, values).map { (field: $0, value: $1) },
                start: Timestamp(nanoseconds: start), end: Timestamp(nanoseconds: end), measure: measure,
                events: events,
                eventCount: total))
        guard !program.nodes[node].parents.isEmpty else { return }
        let number = nextInner
        nextInner -= 1
        inner[number] = events
        if inner.count > limits.events { inner[number + Int64(limits.events)] = nil }
        var fields = EventFields()
        for (name, value) in zip(rule.body.groupBy, values) { fields[name] = value }
        fields[rule.body.kind.rawValue] = .real(measure)
        fields[CorrelationRule.measureField] = .real(measure)
        for parent in program.nodes[node].parents {
            guard let hit = hit(parent, fields, end, number) else { continue }
            insert(hit)
        }
    }

    /// The events that count, each once, oldest first, and how many there are; inner matches stand for their own events.
    private func events(
        of window: CorrelationWindow, where counts: (CorrelationWindow.Entry) -> Bool
    ) -> (numbers: [Int64], total: Int) {
        var seen: Set<Int64> = []
        var (numbers, total): ([Int64], Int) = ([], 0)
        for entry in window.live where counts(entry) {
            guard entry.event < 0 else {
                guard entry.isNewEvent || seen.insert(entry.event).inserted else { continue }
                seen.insert(entry.event)
                total += 1
                if numbers.count < limits.events { numbers.append(entry.event) }
                continue
            }
            for event in inner[entry.event] ?? [] where seen.insert(event).inserted {
                total += 1
                if numbers.count < limits.events { numbers.append(event) }
            }
        }
        return (numbers, total)
    }
}
