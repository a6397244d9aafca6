internal import Observation

@testable import PacketCapture

/// A capture file, whole and in two halves.
enum CaptureFuzzing {
    static func read(_ input: Span<UInt8>) {
        let whole = packets(input, halves: [input.count])
        let parted = packets(input, halves: [input.count / 2, input.count])
        precondition(whole == parted, "\(whole) packets at once, \(parted) in two halves")
    }

    /// Hands in the first bytes, then more, and counts the packets until the end or a fault.
    private static func packets(_ input: Span<UInt8>, halves: [Int]) -> Int {
        var parser = CaptureFileParser()
        var (offset, packets) = (0, 0)
        for end in halves {
            let bytes = input.extracting(0..<end)
            do throws(CaptureFileFault) {
                while let packet = try parser.next(bytes, at: &offset, notes: { _ in }) {
                    precondition(packet.range.upperBound <= bytes.count, "a packet that is not in the file")
                    packets += 1
                }
            } catch {
                break
            }
        }
        _ = try? parser.finish(rest: input.count - min(offset, input.count))
        _ = parser.summary
        return packets
    }
}
