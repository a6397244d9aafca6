import Dissection
import Observation
import PacketCapture
import TestSupport

/// The frames of a capture in memory, to be read again with changes.
struct SavedFrames {
    struct Frame {
        var bytes: [UInt8]
        let linkType: LinkType
        let time: Timestamp
        let originalLength: Int
    }

    private(set) var frames: [Frame] = []

    init(of path: String) {
        var frames: [Frame] = []
        _ = try? CaptureFile(path: path).read { record, bytes in
            var copy: [UInt8] = []
            copy.reserveCapacity(bytes.count)
            for index in 0..<bytes.count { copy.append(bytes[index]) }
            frames.append(
                Frame(
                    bytes: copy, linkType: LinkType(dataLink: record.dataLink), time: record.timestamp,
                    originalLength: record.originalLength))
        }
        self.frames = frames
    }

    /// Dissects the first frames and describes all that is told; gives the number of flows told and begun.
    func read(first count: Int = .max, limits: DissectionLimits = DissectionLimits()) -> (told: Int64, begun: Int64) {
        var dissector = Dissector(limits: limits)
        var network = NetworkEvents()
        var outputs: [DissectorOutput] = []
        var events: [Event] = []
        var told: Int64 = 0
        func describe() {
            for output in outputs {
                if case .flow = output { told += 1 }
                network.describe(output, into: &events)
            }
            outputs.removeAll(keepingCapacity: true)
            events.removeAll(keepingCapacity: true)
        }
        for frame in frames.prefix(count) {
            dissector.packet(
                frame.bytes.span, linkType: frame.linkType, at: frame.time, originalLength: frame.originalLength,
                into: &outputs)
            if !outputs.isEmpty { describe() }
        }
        dissector.finish(into: &outputs)
        describe()
        return (told, dissector.statistics.flows)
    }

    /// The same frames with a few random changes: bytes, lengths, order, repetitions, losses and cuts.
    func corrupted(with generator: inout SeededGenerator) -> SavedFrames {
        var copy = self
        for _ in 0..<Int.random(in: 1...8, using: &generator) { copy.corrupt(with: &generator) }
        return copy
    }

    private mutating func corrupt(with generator: inout SeededGenerator) {
        guard let place = frames.indices.randomElement(using: &generator), !frames[place].bytes.isEmpty else { return }
        let offset = Int.random(in: 0..<frames[place].bytes.count, using: &generator)
        let other = Int.random(in: frames.indices, using: &generator)
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: frames.swapAt(place, other)
        case 1: frames.insert(frames[place], at: other)
        case 2: frames.remove(at: place)
        case 3: frames[place].bytes.removeSubrange(offset...)
        case 4:
            // Sixteen bytes of another frame.
            let source = frames[other].bytes
            for index in offset..<max(offset, min(offset + 16, frames[place].bytes.count, source.count)) {
                frames[place].bytes[index] = source[index]
            }
        case 5, 6: frames[place].bytes[offset] = [0, 1, 0x7F, 0x80, 0xC0, 0xFF].randomElement(using: &generator) ?? 0
        case 7: frames[place].bytes[offset] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        default: frames[place].bytes[offset] = UInt8.random(in: 0...255, using: &generator)
        }
    }
}
