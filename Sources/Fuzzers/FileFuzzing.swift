@testable import TextExtraction

/// A file that is read in one format, under small bounds, so that they are reached.
enum FileFuzzing {
    private static let limits = {
        var limits = ExtractionLimits()
        limits.unitBytes = 512
        limits.unpackedBytes = 8 << 20
        limits.members = 64
        limits.units = 20_000
        limits.documentBytes = 1 << 20
        return limits
    }()

    /// Reads the bytes, and stops the process where a piece is longer than it may be.
    static func read(_ bytes: [UInt8], named name: String, as format: FileFormat? = nil) {
        var shape = ConversationShape()
        let extraction = Extraction(limits: limits) { unit in
            precondition(unit.text.count <= 16 * limits.documentBytes, "a piece of text without bounds")
            shape.note(unit)
        }
        let file = FileInput(name: name, bytes: ByteSource(bytes))
        if let format { extraction.read(file, as: format) } else { extraction.read(file) }
        precondition(extraction.unitCount <= limits.units, "pieces of text without number")
        _ = shape.isConversation
    }
}
