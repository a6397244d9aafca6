@testable import TextExtraction

/// JSON texts; a first byte chooses in which of the three ways they are read.
enum JSONFuzzing {
    static func read(_ input: Span<UInt8>) {
        guard input.count > 0 else { return }
        let bytes = input.indices.dropFirst().map { input[$0] }
        switch input[0] % 3 {
        case 0: FileFuzzing.read(bytes, named: "a.json", as: .json)
        case 1: FileFuzzing.read(bytes, named: "a.jsonl", as: .jsonLines)
        default: FileFuzzing.read(bytes, named: "a.ipynb", as: .notebook)
        }
    }
}
