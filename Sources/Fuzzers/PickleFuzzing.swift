import TextExtraction

/// A pickle.
enum PickleFuzzing {
    static func read(_ input: Span<UInt8>) {
        ExtractionRun().read(ExtractionRun.bytes(input), as: .pickle)
    }
}
