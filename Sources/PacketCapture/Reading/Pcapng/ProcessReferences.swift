internal import Observation

/// Which process a packet's number stands for, when numbers are used again and descriptions may come late.
///
/// Keeps numbers alone; what is known of a process goes out with the notes.
struct ProcessReferences {
    /// How many processes are told apart.
    static let limit = 65_536
    /// How many different comments are read.
    static let commentLimit = 65_536
    /// How many processes may have had the same number.
    private static let lifeLimit = 256

    /// One process that had a number, from a moment on.
    private struct Life {
        var start: Int64
        let place: Int32
        var isDescribed: Bool
    }

    /// The processes by the hash of the comments that speak of them; -1 for comments that speak of none.
    var byComment: [Int: Int32] = [:]
    /// Sorted by start; `Int64.min` where the start is not known.
    private var lives: [UInt32: [Life]] = [:]
    /// The places of processes by how sure it is that a packet is of them.
    private var qualities: [Quality: Int32] = [:]
    private var count: Int32 = 0
    /// The number that was asked for last, when only one process ever had it.
    private var last: (pid: UInt32, place: Int32)?
    private(set) var refused: Int64 = 0

    private struct Quality: Hashable {
        let place: Int32
        let text: String
    }

    /// The place that stands for a process of whose packets something more is known.
    mutating func place(_ place: Int32, known quality: String?, _ notes: (CaptureFileNote) -> Void) -> Int32 {
        guard place >= 0, let quality else { return place }
        let key = Quality(place: place, text: quality)
        if let known = qualities[key] { return known }
        guard count < Self.limit else { return place }
        defer { count += 1 }
        qualities[key] = count
        notes(.quality(count, of: place, quality))
        return count
    }

    /// The place of the process that had a number at a moment, or -1 when there are too many processes.
    @inline(__always)
    mutating func place(of pid: UInt32, at time: Timestamp, _ notes: (CaptureFileNote) -> Void) -> Int32 {
        if let last, last.pid == pid { return last.place }
        return find(pid, time, notes)
    }

    @inline(never)
    private mutating func find(_ pid: UInt32, _ time: Timestamp, _ notes: (CaptureFileNote) -> Void) -> Int32 {
        if let known = lives[pid] {
            // Whoever started last before the packet; when nobody had, the first one.
            let life = known.last { $0.start <= time.nanoseconds } ?? known[0]
            if known.count == 1 { last = (pid, life.place) }
            return life.place
        }
        guard let place = add(pid: pid, start: .min, isDescribed: false) else { return -1 }
        notes(.process(place, CapturedProcess(pid: pid)))
        return place
    }

    /// Takes in a process that a block describes.
    mutating func describe(_ process: CapturedProcess, _ notes: (CaptureFileNote) -> Void) -> Int32 {
        guard let pid = process.pid else { return anonymous(process, notes) }
        last = nil
        let start = process.startTime?.nanoseconds ?? .min
        let known = lives[pid] ?? []
        // Packets may have come before the block.
        if let index = known.firstIndex(where: { !$0.isDescribed }) {
            lives[pid]?[index].isDescribed = true
            lives[pid]?[index].start = start
            lives[pid]?.sort { $0.start < $1.start }
            notes(.process(known[index].place, process))
            return known[index].place
        }
        if start != .min, let same = known.first(where: { $0.start == start }) {
            notes(.process(same.place, process))
            return same.place
        }
        guard let place = add(pid: pid, start: start, isDescribed: true) else { return -1 }
        notes(.process(place, process))
        return place
    }

    /// Takes in a process that a comment describes; `known` is what the packet's number stands for, or -1.
    mutating func describe(
        _ process: CapturedProcess, known: Int32, at time: Timestamp, _ notes: (CaptureFileNote) -> Void
    ) -> Int32 {
        guard let pid = process.pid else { return known >= 0 ? known : anonymous(process, notes) }
        if known < 0, lives[pid] == nil { return describe(process, notes) }
        let place = known >= 0 ? known : self.place(of: pid, at: time, notes)
        guard let index = lives[pid]?.firstIndex(where: { $0.place == place }) else { return place }
        if lives[pid]?[index].isDescribed == false {
            lives[pid]?[index].isDescribed = true
            notes(.process(place, process))
        }
        return place
    }

    /// Takes in a process that has no number.
    private mutating func anonymous(_ process: CapturedProcess, _ notes: (CaptureFileNote) -> Void) -> Int32 {
        guard count < Self.limit else {
            refused += 1
            return -1
        }
        defer { count += 1 }
        notes(.process(count, process))
        return count
    }

    private mutating func add(pid: UInt32, start: Int64, isDescribed: Bool) -> Int32? {
        var known = lives[pid] ?? []
        guard count < Self.limit, known.count < Self.lifeLimit else {
            refused += 1
            return nil
        }
        defer { count += 1 }
        // Behind those with the same start, so that of several without one the last block counts.
        let index = known.firstIndex { $0.start > start } ?? known.count
        known.insert(Life(start: start, place: count, isDescribed: isDescribed), at: index)
        lives[pid] = known
        return count
    }
}
