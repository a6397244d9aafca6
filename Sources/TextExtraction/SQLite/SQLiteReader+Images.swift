extension SQLiteReader {
    /// Which version of the database a page's overflow pages belong to.
    enum Version {
        /// What the program would see, and what is free in it.
        case current
        /// What stands in the file where newer pages of a log hide it.
        case file
        /// An image of a log, by the log's place among them and the image's place in it.
        case log(Int, near: Int64)
    }

    /// Looks for rows in those pages of the file that a log's newer ones hide.
    func readHiddenPages() {
        version = .file
        defer { version = .current }
        let some = candidates
        for isFirst in [true, false] {
            var room = takeRoom()
            defer { giveBack(&room) }
            for number in pages.newer.keys.sorted() where number <= pages.mainCount && !header.isAdministrative(number)
            {
                guard !sink.isStopped else { return }
                guard !taken.contains(Int64(number)), pages.readMain(number, into: &room) else { continue }
                if !isFirst {
                    takeLonePage(room.span, number, .deleted)
                } else if carveWhole(room.span, number, owners[number].map { [$0] } ?? some, state: .deleted) {
                    taken.insert(Int64(number))
                }
            }
        }
        taken.removeAll()
    }

    /// Looks for rows in those images of pages that nobody sees.
    func readImages() {
        defer { version = .current }
        let some = candidates
        for (index, log) in logs.enumerated() {
            imageOffsets.removeAll()
            for image in log.images { imageOffsets[image.page, default: []].append(image.offset) }
            for isFirst in [true, false] {
                forEachHiddenImage(of: log) { image, page in
                    guard !taken.contains(image.offset) else { return }
                    version = .log(index, near: image.offset)
                    let tables = owners[image.page].map { [$0] } ?? some
                    if !isFirst {
                        takeLonePage(page, image.page, log.state)
                    } else if carveWhole(page, image.page, tables, state: log.state) {
                        taken.insert(image.offset)
                    }
                }
            }
            taken.removeAll()
        }
        imageOffsets.removeAll()
    }

    /// Goes through the images of a log that are not what the program would see.
    func forEachHiddenImage(of log: SQLiteLog, _ each: (_ image: SQLiteImage, _ page: Span<UInt8>) -> Void) {
        var room = takeRoom()
        defer { giveBack(&room) }
        for image in log.images where log.visible[image.page] != image.offset {
            guard !sink.isStopped else { return }
            do throws(InputError) {
                guard try log.bytes.read(into: &room, at: image.offset) == room.count else { continue }
            } catch {
                sink.note(.unreadable(error.number))
                continue
            }
            if !header.isAdministrative(image.page) { each(image, room.span) }
        }
    }

    /// Puts an overflow page of a row that is not live into a buffer, in the version that the row belongs to.
    ///
    /// - Returns: Whether there is one that may be the row's.
    func readFormer(_ page: UInt32, into room: inout [UInt8]) -> Bool {
        switch version {
        case .file where pages.newer[page] != nil: return pages.readMain(page, into: &room)
        case .log(let index, let near):
            guard let offsets = imageOffsets[page],
                let nearest = offsets.min(by: { abs($0 - near) < abs($1 - near) })
            else { break }
            return (try? logs[index].bytes.read(into: &room, at: nearest)) == room.count
        default: break
        }
        return !claimed.contains(page) && !trunks.contains(page) && pages.read(page, into: &room)
    }

    /// Remembers that a row that was handed out has taken an overflow page as its own.
    func consume(_ page: UInt32) {
        switch version {
        case .current: _ = consumed.insert(page)
        case .file: if pages.newer[page] == nil { _ = consumed.insert(page) } else { taken.insert(Int64(page)) }
        case .log(_, let near):
            if let nearest = imageOffsets[page]?.min(by: { abs($0 - near) < abs($1 - near) }) {
                taken.insert(nearest)
            } else {
                _ = consumed.insert(page)
            }
        }
    }
}
