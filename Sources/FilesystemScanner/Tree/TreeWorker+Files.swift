internal import Glibc
internal import Observation

extension TreeWorker {
    /// Takes one file of a folder: leaves it out, or has it examined.
    mutating func takeFile(_ entry: FolderNames.Entry, of names: FolderNames, _ visit: FolderVisit) {
        tally.found += 1
        let place =
            !visit.node.places.mayHold(names.bytes[entry.range.lowerBound])
            ? nil : shared.options.places.place(ofFile: names.name(entry), in: visit.node.places)
        do throws(SystemError) {
            // Asking first is cheaper where it may spare the opening.
            if !visit.known.isEmpty || shared.options.changedSince != nil {
                let status = try visit.folder.status(of: entry, in: names)
                guard !isSpared(status, place, visit) else { return }
            }
            let file = try open(entry, names, visit)
            let status = try file.status()
            guard status.kind == .file else { throw SystemError(number: ESTALE) }
            guard isWanted(status, path: { visit.node.path(of: names.name(entry)) }) else { return }
            if status.size >= Self.roomSize { handOn(names, visit) }
            try examine(file, status, place, names.bytes.span.extracting(entry.range), number: true) {
                visit.node.path(of: names.name(entry))
            }
        } catch {
            notes.fault("file", TreeFault(error)) { visit.node.path(of: names.name(entry)) }
        }
    }

    /// Leaves the names behind a large file to a thread that has nothing to do.
    private mutating func handOn(_ names: FolderNames, _ visit: FolderVisit) {
        guard shared.stack.isHungry, names.hasMore else { return }
        visit.beginPart()
        shared.stack.push([.names(visit, names.compact)])
        hasHandedOn = true
    }

    /// Whether a file is left alone because it is old, or was clean and has not changed.
    @inline(__always)
    private mutating func isSpared(_ status: FileStatus, _ place: CataloguedPlace?, _ visit: FolderVisit) -> Bool {
        if let since = shared.options.changedSince, max(status.modified, status.changed) < since {
            tally.older += 1
            return true
        }
        guard !visit.known.isEmpty, place == nil, let memory = shared.options.memory, status.kind == .file else {
            return false
        }
        let number = memory.number(of: status)
        guard visit.knows(number) else { return false }
        numbers.append(number)
        tally.unchanged += 1
        return true
    }

    /// Whether a file is read under this name, and not too large.
    @inline(__always)
    mutating func isWanted(_ status: FileStatus, path: () -> [UInt8]) -> Bool {
        if let largest = shared.options.largestFile, status.size > largest {
            notes.count(.filesTooLarge)
            notes.note(.notAsked, "file", reason: "larger than --max-file-size", path)
            return false
        }
        if status.links > 1, !shared.links.claim(status.identity, path: path) {
            tally.furtherNames += 1
            return false
        }
        return true
    }

    private mutating func open(
        _ entry: FolderNames.Entry, _ names: FolderNames, _ visit: FolderVisit
    ) throws(SystemError) -> Descriptor {
        var isLast = false
        while true {
            do throws(SystemError) {
                return try visit.folder.open(file: entry, of: names, keepsAccessTime: keepsAccessTime)
            } catch {
                if error.number == EPERM, keepsAccessTime {
                    // Only its owner may ask for that, and the next files are likely to be of the same one.
                    keepsAccessTime = false
                } else if error.isExhaustion, !isLast {
                    shared.ring.clear()
                    isLast = true
                } else {
                    throw error
                }
            }
        }
    }

    /// Reads the beginning of an open file and has it examined.
    mutating func examine(
        _ file: consuming Descriptor, _ status: FileStatus, _ place: CataloguedPlace?, _ name: Span<UInt8>,
        number isRemembered: Bool, _ path: () -> [UInt8]
    ) throws(SystemError) {
        let count = try file.read(into: &room, at: 0)
        let met = MetFile(file, status, isWhole: count < room.count, place: place)
        let result = examiner.examine(met, room.span.extracting(0..<count), name, path)
        tally.read += 1
        tally.bytes += result.bytesRead
        if result.verdict == .clean, place == nil, isRemembered, let memory = shared.options.memory,
            memory.isSettled(status, at: .now)
        {
            numbers.append(memory.number(of: status))
        }
        guard !result.events.isEmpty else { return }
        guard shared.takeRoom(forEvents: result.events.count) else {
            notes.count(.filesCapped)
            notes.note(.partly, "files told one by one", reason: "there are more events than are kept", path)
            return
        }
        told.append(
            ToldFile(path: path(), identity: status.links > 1 ? status.identity : nil, events: result.events))
    }
}
