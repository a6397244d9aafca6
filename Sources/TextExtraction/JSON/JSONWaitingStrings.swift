/// The strings of a JSON text whose speaker is not known yet.
///
/// What an object says of its speaker may stand behind what is said. Strings therefore wait until their object names one or
/// ends, at most ``byteLimit`` of them; what has waited too long goes out without.
struct JSONWaitingStrings {
    private static let byteLimit = 4 << 20
    /// What a string costs besides its own bytes.
    private static let overheadByteCount = 100

    private struct Entry {
        let text: [UInt8]
        let locator: String
        let field: String
        /// The object that may still name the speaker.
        var level: Int
        /// The outermost object that may.
        let lastLevel: Int
    }

    private let extraction: Extraction
    private var entries: [Entry] = []
    private var byteCount = 0

    init(_ extraction: Extraction) {
        self.extraction = extraction
    }

    /// Hands out a string, or lets it wait for its speaker.
    mutating func add(_ text: [UInt8], at locator: String, field: String, in levels: [JSONPlace.Level]) {
        var first: Int?
        var outermost = 0
        for level in levels.indices.reversed() where levels[level].isObject {
            guard JSONSpeaker.isSaid(under: levels[level].name) else { break }
            if let speaker = levels[level].speaker, speaker.isSure {
                return extraction.emit(text, at: locator, field: field, role: speaker.word)
            }
            first = first ?? level
            outermost = level
        }
        guard let first else { return extraction.emit(text, at: locator, field: field) }
        entries.append(Entry(text: text, locator: locator, field: field, level: first, lastLevel: outermost))
        byteCount += text.count + locator.utf8.count + Self.overheadByteCount
        if byteCount > Self.byteLimit { flush(levels) }
    }

    /// Lets go what waited for an object that has named its speaker.
    mutating func settle(_ level: Int, _ speaker: JSONSpeaker) {
        var start = entries.count
        while start > 0, entries[start - 1].level >= level, entries[start - 1].lastLevel <= level { start -= 1 }
        guard start < entries.count else { return }
        let settled = entries[start...]
        entries.removeSubrange(start...)
        for entry in settled { emit(entry, speaker.word) }
    }

    /// Lets the strings of an object that ends go with its speaker, or wait for that of the object around it.
    mutating func end(_ level: Int, in levels: [JSONPlace.Level]) {
        guard let last = entries.last, last.level == level else { return }
        let start = (entries.lastIndex { $0.level != level }).map { $0 + 1 } ?? 0
        let ended = entries[start...]
        entries.removeSubrange(start...)
        for var entry in ended {
            let outer = (entry.lastLevel..<max(level, entry.lastLevel)).last { levels[$0].isObject }
            let outerSpeaker = outer.flatMap { levels[$0].speaker }
            if let own = levels[level].speaker {
                emit(entry, own.word)
            } else if let outerSpeaker, outerSpeaker.isSure {
                emit(entry, outerSpeaker.word)
            } else if let outer {
                entry.level = outer
                entries.append(entry)
            } else {
                emit(entry, nil)
            }
        }
    }

    /// Hands out all that waits, with what is known.
    mutating func flush(_ levels: [JSONPlace.Level]) {
        let all = entries
        entries.removeAll()
        for entry in all {
            let speaker = entry.level < levels.count ? levels[entry.level].speaker : nil
            emit(entry, speaker?.word)
        }
        byteCount = 0
    }

    private mutating func emit(_ entry: Entry, _ role: String?) {
        byteCount -= entry.text.count + entry.locator.utf8.count + Self.overheadByteCount
        extraction.emit(entry.text, at: entry.locator, field: entry.field, role: role)
    }
}
