internal import Dissection
internal import HostInventory
internal import Observation

/// Whose the flows of an interface are, for as long as they live.
///
/// Belongs to the thread that reads the interface.
final class FlowBook {
    /// Whether a packet is written.
    enum Verdict: Hashable {
        /// It is, with the process of that number; -1 where nobody knows whose it is.
        case written(Int32)
        /// It is of a program that was not asked about.
        case others
        /// Nobody knows whose it is, and only those of some programs were asked for.
        case unattributed
    }

    /// What is known of a flow.
    private struct Entry {
        var tuple: FlowTuple
        var verdict: Verdict
        var isSourceLocal: Bool
        var isDestinationLocal: Bool
        /// How many packets came while nobody knew whose they are.
        var unknownPackets: UInt64 = 0

        /// Whether nobody knows whose the flow is.
        var isUnknown: Bool { verdict == .unattributed || verdict == .written(-1) }
    }

    /// Up to which packet it is asked again whose a flow is.
    private static let lastQuestion: UInt64 = 64

    private let owners: SocketOwners
    private let subjects: CaptureSubjects
    private let ownProcess: Int32
    private let number: (EndOwner) -> Int32
    private var entries: [Entry] = []
    private var free: [Int] = []

    /// - Parameters:
    ///   - owners: tells whose a flow is.
    ///   - subjects: whose packets are written.
    ///   - ownProcess: this program's number, whose packets never are.
    ///   - number: gives the number by which the file calls a process.
    init(owners: SocketOwners, subjects: CaptureSubjects, ownProcess: Int32, number: @escaping (EndOwner) -> Int32) {
        self.owners = owners
        self.subjects = subjects
        self.ownProcess = ownProcess
        self.number = number
    }

    /// Takes in a flow that begins.
    func begin(_ tuple: FlowTuple, at time: Timestamp) -> FlowLabel {
        let entry = entry(tuple, at: time)
        guard let place = free.popLast() else {
            entries.append(entry)
            return FlowLabel(UInt64(entries.count))
        }
        entries[place] = entry
        return FlowLabel(UInt64(place) + 1)
    }

    /// Lets go of a flow.
    func end(_ label: FlowLabel) {
        guard let place = place(label) else { return }
        free.append(place)
    }

    /// Whether the next packet of a flow is written, and which of its ends are on this host.
    ///
    /// Where nobody knows whose the flow is, that is asked again at its second, fourth, eighth … packet.
    func packet(of label: FlowLabel, at time: Timestamp) -> (verdict: Verdict, isFromHere: Bool, isToHere: Bool) {
        guard let place = place(label) else { return (.unattributed, false, false) }
        if entries[place].isUnknown {
            entries[place].unknownPackets += 1
            let count = entries[place].unknownPackets
            if count > 1, count <= Self.lastQuestion, count & (count - 1) == 0 {
                let answer = entry(entries[place].tuple, at: time)
                if !answer.isUnknown { entries[place] = answer }
            }
        }
        let entry = entries[place]
        return (entry.verdict, entry.isSourceLocal, entry.isDestinationLocal)
    }

    private func place(_ label: FlowLabel) -> Int? {
        guard label != .none, label.rawValue <= entries.count else { return nil }
        return Int(label.rawValue) - 1
    }

    private func entry(_ tuple: FlowTuple, at time: Timestamp) -> Entry {
        let attribution = owners.attribution(of: tuple, at: time)
        return Entry(
            tuple: tuple, verdict: verdict(attribution), isSourceLocal: attribution.source != nil,
            isDestinationLocal: attribution.destination != nil)
    }

    private func verdict(_ attribution: FlowAttribution) -> Verdict {
        let ends = [attribution.source, attribution.destination].compactMap(\.self)
        let known = ends.compactMap(\.process)
        if known.contains(where: { $0.pid == ownProcess }) { return .others }
        // As in an audit, a flow is of the program that opened it, where that is on this host.
        let speaker = ends.first.flatMap { $0.process == nil ? nil : $0 }
        if subjects.areEverything || known.contains(where: subjects.include) {
            return .written(speaker.map(number) ?? -1)
        }
        // An end whose process is not known may be one of theirs.
        return known.count < ends.count || known.isEmpty ? .unattributed : .others
    }
}
