import Dissection
import Foundation
import PacketCapture
import TestSupport
import Testing

/// Captures of others cut off and changed.
///
/// The whole of it, every packet's boundary and a thousand corruptions each, takes three minutes on two cores:
/// `EARSHOT_CUTS=1000000 EARSHOT_CORRUPTIONS=1000 swift test --filter CorruptionTests`. Without the two numbers a sample is
/// read.
@Suite("Captures that were broken", .enabled(if: Corpora.areThere), .timeLimit(.minutes(10)))
struct CorruptionTests {
    private static func number(_ name: String, default value: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? value
    }

    /// How many cuts of each capture are tried: at so many packets, and at so many random bytes.
    private static let cuts = number("EARSHOT_CUTS", default: 6)

    /// How many corruptions of each of the fifty captures are tried.
    private static let corruptions = number("EARSHOT_CORRUPTIONS", default: 10)

    /// How much more memory all of that may take.
    private static let memoryLimit = 200 << 20

    /// Fifty captures of all kinds.
    private static let fifty: [String] = {
        let small = Corpora.captures.filter { file in
            let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
            return size < 40_000
        }
        return (0..<min(50, small.count)).map { small[$0 * small.count / 50] }
    }()

    /// Small limits, so that they are reached.
    private static let limits: DissectionLimits = {
        var limits = DissectionLimits()
        limits.flows = 8
        limits.bufferedBytes = 20_000
        limits.bodyBytes = 1_000
        return limits
    }()

    private static var residentByteCount: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
    }

    @Test("every capture cut between two packets is read, and every flow is told", arguments: Corpora.captures)
    func betweenPackets(file: String) {
        let saved = SavedFrames(of: file)
        let count = saved.frames.count
        let tried = min(Self.cuts, count)
        for index in 0..<tried {
            let (told, begun) = saved.read(first: count * (index + 1) / tried)
            #expect(told == begun)
        }
    }

    @Test("every capture cut at random bytes is read up to there, or refused", arguments: Corpora.captures)
    func withinPackets(file: String) throws {
        let whole = try [UInt8](Data(contentsOf: URL(filePath: file)))
        let count = SavedFrames(of: file).frames.count
        var generator = SeededGenerator(seed: UInt64(whole.count))
        let place = FileManager.default.temporaryDirectory.appending(path: "earshot-cut-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        for _ in 0..<min(Self.cuts, 200) {
            let length = Int.random(in: 0..<whole.count, using: &generator)
            try Data(whole.prefix(length)).write(to: place)
            let saved = SavedFrames(of: place.path)
            #expect(saved.frames.count <= count)
            let (told, begun) = saved.read()
            #expect(told == begun)
        }
    }

    @Test("random changes to fifty captures cause no crash and cost no memory", arguments: fifty)
    func corrupted(file: String) {
        let saved = SavedFrames(of: file)
        let before = Self.residentByteCount
        var generator = SeededGenerator(seed: UInt64(saved.frames.count))
        for round in 0..<Self.corruptions {
            let limits = round % 2 == 0 ? DissectionLimits() : Self.limits
            let (told, begun) = saved.corrupted(with: &generator).read(limits: limits)
            #expect(told == begun)
        }
        #expect(Self.residentByteCount - before < Self.memoryLimit)
    }
}
