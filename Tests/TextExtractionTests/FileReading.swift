import TextExtraction

/// What comes out of a file in memory.
struct FileReading {
    let units: [TextUnit]
    let gaps: [ExtractionGap: Int]
    let format: FileFormat

    init(_ bytes: [UInt8], named name: String, limits: ExtractionLimits = ExtractionLimits()) {
        self.init(ByteSource(bytes), named: name, limits: limits)
    }

    init(_ text: String, named name: String, limits: ExtractionLimits = ExtractionLimits()) {
        self.init(Array(text.utf8), named: name, limits: limits)
    }

    init(_ bytes: ByteSource, named name: String, limits: ExtractionLimits = ExtractionLimits()) {
        var units: [TextUnit] = []
        let extraction = Extraction(limits: limits) { units.append($0) }
        format = extraction.read(FileInput(name: name, bytes: bytes))
        self.units = units
        gaps = extraction.gaps
    }

    /// The texts, in the order in which they came.
    var texts: [String] { units.map { String(decoding: $0.text, as: UTF8.self) } }

    /// Each text with its place, and the speaker where one is known.
    var lines: [String] {
        units.map { unit in
            let role = unit.role.map { "\($0): " } ?? ""
            return "\(unit.locator) | \(role)\(String(decoding: unit.text, as: UTF8.self))"
        }
    }

    /// The texts of a field.
    func texts(of field: String) -> [String] {
        units.filter { $0.field == field }.map { String(decoding: $0.text, as: UTF8.self) }
    }
}
