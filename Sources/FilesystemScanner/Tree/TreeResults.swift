internal import Observation

/// What all threads have to tell, put together.
struct TreeResults {
    private var notes: TreeNotes
    private var told: [ToldFile] = []
    private var examined: [(number: Int, coverage: Coverage)] = []

    init(notes: TreeNotes) {
        self.notes = notes
    }

    /// Takes what one thread has to tell.
    mutating func take(_ notes: TreeNotes, _ told: [ToldFile], _ examined: Coverage, _ number: Int) {
        self.notes.merge(notes)
        self.told += told
        self.examined.append((number, examined))
    }

    /// Hands on the events by path, and sums up.
    mutating func finish(_ shared: TreeShared, paths: Int, _ emit: (Event) -> Void) -> Coverage {
        for index in told.indices {
            guard let identity = told[index].identity, let name = shared.links.furtherName(of: identity),
                name.lexicographicallyPrecedes(told[index].path)
            else { continue }
            // Which of its names came first is chance; the first by its bytes is not.
            told[index].path = name
            let text = String(decoding: name, as: UTF8.self)
            for place in told[index].events.indices { told[index].events[place].set(.filePath, text) }
        }
        told.sort { $0.path.lexicographicallyPrecedes($1.path) }
        for file in told { file.events.forEach(emit) }
        told = []
        var coverage = Coverage()
        coverage.note(.scan, .looked, "trees of folders and files", count: paths)
        notes.tell(&coverage)
        for part in examined.sorted(by: { $0.number < $1.number }) { coverage.merge(part.coverage) }
        let unchanged = coverage.counters[.filesUnchanged] ?? 0
        if unchanged > 0 {
            coverage.note(
                .scan, .looked, "files that an earlier scan found clean and that have not changed since",
                reason: "not read again; --fresh reads them", count: Int(unchanged))
        }
        let links = coverage.counters[.linksNotFollowed] ?? 0
        if links > 0 {
            coverage.note(
                .scan, .looked, "links", reason: "not followed; what they lead to is read where it lies",
                count: Int(links))
        }
        if shared.progress.isStopped {
            coverage.note(.scan, .partly, "trees of folders and files", reason: "ended early by a signal")
        }
        return coverage
    }
}
