internal import Observation

extension CorrelationKind {
    /// What the values of the measured fields count as; nothing when there is none, or no number where one is needed.
    ///
    /// Different values are told apart by a hash of 64 bits, texts without regard to the case of ASCII letters.
    func measured(_ values: [FieldValue?]) -> Double? {
        guard needsField else { return nil }
        if isNumeric { return values.first.flatMap(\.self).flatMap(Self.number) }
        var hash = StableHash()
        for value in values {
            guard let value, value != .null else { return nil }
            hash.combine(Self.text(value))
        }
        // The bits are compared and never calculated with; a NaN would differ from itself.
        return Double(bitPattern: hash.value & 0x7FEF_FFFF_FFFF_FFFF | 1)
    }

    private static func number(_ value: FieldValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .real(let number): number.isFinite ? number : nil
        case .string(let text): text.utf8.count <= 64 ? DecimalNumber(text)?.double : nil
        case .boolean, .list, .null: nil
        }
    }

    private static func text(_ value: FieldValue) -> String {
        switch value {
        case .string(let text):
            "s" + String(decoding: text.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
        case .list(let values): "l" + values.map(text).joined(separator: "\u{1F}")
        default: "v" + value.text
        }
    }
}
