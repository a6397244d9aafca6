package import Observation

/// Every process that was visible at one moment.
package struct ProcessTable: Sendable {
    /// When it was taken.
    package let takenAt: Timestamp

    /// The processes, by number.
    package private(set) var records: [Int32: ProcessRecord]

    /// How many ended while they were being read, which is no error: processes do.
    package let vanished: Int

    /// Creates a table and gives every record its forebears.
    init(_ found: [ProcessRecord], takenAt: Timestamp, vanished: Int = 0) {
        self.takenAt = takenAt
        self.vanished = vanished
        let known = Dictionary(found.map { ($0.pid, $0) }, uniquingKeysWith: { $1 })
        records = known
        for record in found {
            records[record.pid]?.ancestors = Self.ancestors(of: record, in: known)
        }
    }

    /// Reads the processes of this host.
    static func snapshot(
        with reader: ProcessReader, images: ContainerImages = ContainerImages()
    ) -> ProcessTable {
        var found: [ProcessRecord] = []
        var images = images
        var vanished = 0
        for pid in (try? reader.processIDs()) ?? [] {
            do {
                var record = try reader.record(of: pid)
                if let container = record.container { record.container?.image = images.name(of: container) }
                found.append(record)
            } catch {
                vanished += 1
            }
        }
        return ProcessTable(found, takenAt: .now, vanished: vanished)
    }

    /// Reads the processes of this host.
    package static func snapshot() -> ProcessTable {
        snapshot(with: ProcessReader())
    }

    /// The processes in the order of their start.
    package var inOrder: [ProcessRecord] {
        records.values.sorted { $0.identity < $1.identity }
    }

    /// The record of exactly that process, and nothing when its number belongs to another one now.
    package subscript(identity: ProcessIdentity) -> ProcessRecord? {
        guard let record = records[identity.pid], record.identity == identity else { return nil }
        return record
    }

    /// Follows the parents up.
    ///
    /// A parent is never younger than its child, and none is met twice, so tables that were torn between two moments end
    /// the walk instead of leading it in a circle.
    static func ancestors(of record: ProcessRecord, in records: [Int32: ProcessRecord]) -> [ProcessRecord.Ancestor] {
        var ancestors: [ProcessRecord.Ancestor] = []
        var met: Set<Int32> = [record.pid]
        var child = record
        while child.parentPID > 0, met.insert(child.parentPID).inserted, let parent = records[child.parentPID],
            parent.identity.startTicks <= child.identity.startTicks
        {
            ancestors.append(.init(identity: parent.identity, name: parent.name, executable: parent.executable))
            child = parent
        }
        return ancestors
    }
}
