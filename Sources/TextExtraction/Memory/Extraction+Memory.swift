extension Extraction {
    private static let chunkBytes = 1 << 20

    /// Hands out the runs of text of a core dump or a swap file as slack, those of one page as one piece.
    ///
    /// They are for looking for a secret that is known or has a shape; nobody wrote them in this order. The offset is that
    /// of the first run of the piece, and each run is a line.
    func readMemory(_ file: FileInput) {
        var runs = TextRuns(shortest: Self.shortestRun, longest: limits.unitBytes)
        var narrow = PageOfRuns()
        var wide = PageOfRuns()
        let flush: (inout PageOfRuns) -> Void = { page in
            if !page.text.isEmpty { self.emit(page.text, at: "offset \(page.start)", state: .slack) }
            page.text.removeAll(keepingCapacity: true)
        }
        let take: TextRuns.Found = { bytes, offset, isWide in
            if isWide {
                if !wide.holds(offset) { flush(&wide) }
                wide.add(bytes, offset, isWide: true)
            } else {
                if !narrow.holds(offset) { flush(&narrow) }
                narrow.add(bytes, offset, isWide: false)
            }
        }
        var room = [UInt8](repeating: 0, count: Self.chunkBytes)
        var offset: Int64 = 0
        noting { () throws(ExtractionGap) in
            while !isStopped {
                let got: Int
                do throws(InputError) {
                    got = try file.bytes.read(into: &room, at: offset)
                } catch {
                    throw .unreadable(error.number)
                }
                guard got > 0 else { break }
                runs.add(got == room.count ? room : Array(room.prefix(got)), take)
                offset += Int64(got)
            }
        }
        runs.finish(take)
        flush(&narrow)
        flush(&wide)
    }
}

/// The runs of text that begin in one page of memory, each as a line.
private struct PageOfRuns {
    private static let pageBytes: Int64 = 4_096

    var text: [UInt8] = []
    private(set) var start: Int64 = 0

    /// Whether a run at an offset belongs to the page.
    func holds(_ offset: Int64) -> Bool {
        text.isEmpty || offset / Self.pageBytes == start / Self.pageBytes
    }

    mutating func add(_ bytes: ArraySlice<UInt8>, _ offset: Int64, isWide: Bool) {
        if text.isEmpty { start = offset } else { text.append(0x0A) }
        text += isWide ? StoredText.fromUTF16Little(bytes)[...] : bytes
    }
}
