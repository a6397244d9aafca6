@testable import TextExtraction

/// One reading of a file, with bounds that inputs of some kilobytes reach, and what has to hold of all that it gives.
struct ExtractionRun {
    let extraction: Extraction

    init(models: [[UInt8]] = []) {
        var limits = ExtractionLimits()
        limits.unitBytes = 4_096
        limits.documentBytes = 1 << 20
        limits.unpackedBytes = 4 << 20
        limits.units = 10_000
        extraction = Extraction(
            limits: limits, models: { models.map { FileInput(name: "model.gguf", bytes: ByteSource($0)) } },
            emit: { unit in
                precondition(!unit.text.isEmpty, "a text without text")
                precondition(unit.locator.utf8.count < 65_536, "a place that is longer than what stands there")
            })
    }

    /// Reads bytes as a file of a format.
    func read(_ bytes: [UInt8], as format: FileFormat, name: String = "file") {
        extraction.read(FileInput(name: name, bytes: ByteSource(bytes)), as: format)
        precondition(extraction.unitCount <= extraction.limits.units, "more texts than allowed")
    }

    static func bytes(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }
}
