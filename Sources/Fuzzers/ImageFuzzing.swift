@testable import TextExtraction

/// An image; a first byte chooses its kind.
enum ImageFuzzing {
    static func read(_ input: Span<UInt8>) {
        guard input.count > 0 else { return }
        let bytes = input.indices.dropFirst().map { input[$0] }
        switch input[0] % 3 {
        case 0: FileFuzzing.read(bytes, named: "a.png", as: .png)
        case 1: FileFuzzing.read(bytes, named: "a.jpg", as: .jpeg)
        default: FileFuzzing.read(bytes, named: "a.webp", as: .webP)
        }
    }
}
