extension SQLiteReader {
    /// Looks for rows in those pages of the file that a log's newer ones hide.
    func readHiddenPages() {
        var room = takeRoom()
        defer { giveBack(&room) }
        for number in pages.newer.keys.sorted() where number <= pages.mainCount && !header.isAdministrative(number) {
            guard !sink.isStopped else { return }
            guard pages.readMain(number, into: &room) else { continue }
            carve(room.span, number, nil, owners[number].map { [$0] } ?? candidates, state: .deleted, nil)
        }
    }

    /// Looks for rows in those images of pages that nobody sees.
    func readImages() {
        for log in logs {
            forEachHiddenImage(of: log) { number, page in
                carve(page, number, nil, owners[number].map { [$0] } ?? candidates, state: log.state, nil)
            }
        }
    }

    /// Goes through the images of a log that are not what the program would see.
    func forEachHiddenImage(of log: SQLiteLog, _ each: (_ number: UInt32, _ page: Span<UInt8>) -> Void) {
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
            if !header.isAdministrative(image.page) { each(image.page, room.span) }
        }
    }
}
