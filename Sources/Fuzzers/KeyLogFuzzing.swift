@testable import Dissection

/// A key log, whole and in two halves.
enum KeyLogFuzzing {
    static func read(_ input: Span<UInt8>) {
        let whole = KeyLog()
        whole.append(input)
        whole.endOfText()
        let parted = KeyLog()
        let half = input.count / 2
        parted.append(input.extracting(0..<half))
        parted.append(input.extracting(half..<input.count))
        parted.endOfText()
        precondition(whole.statistics == parted.statistics, "the halves of a key log say something else")
    }
}
