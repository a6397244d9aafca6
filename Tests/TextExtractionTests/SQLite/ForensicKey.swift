import Foundation
import TextExtraction

/// The answer key that lies beside a database of the forensic corpus: which rows are live, which were deleted.
///
/// Read leniently, because two of the keys are not well-formed XML.
struct ForensicKey {
    struct Row {
        let table: String
        let values: [String]
        /// Deleted by itself, or with its table.
        let isDeleted: Bool
    }

    private(set) var rows: [Row] = []

    init(xml: String) {
        for element in Self.parts(of: xml, "element") {
            guard let meta = Self.parts(of: element, "meta").first,
                let entries = Self.parts(of: element, "entries").first
            else { continue }
            let table = Self.parts(of: meta, "name").first.map(Self.text) ?? ""
            let isGone = Self.parts(of: meta, "deleted").first == "True"
            for row in entries.components(separatedBy: "<row").dropFirst() {
                let mark = row.prefix { $0 != ">" }
                let values = Self.parts(of: row, "content").map(Self.text)
                rows.append(Row(table: table, values: values, isDeleted: isGone || mark.contains("deleted=\"1\"")))
            }
        }
    }

    /// Marks more rows as deleted.
    mutating func delete(_ isGone: (Row) -> Bool) {
        rows = rows.map { Row(table: $0.table, values: $0.values, isDeleted: $0.isDeleted || isGone($0)) }
    }

    private static func parts(of text: String, _ name: String) -> [String] {
        var parts: [String] = []
        for piece in text.components(separatedBy: "<\(name)").dropFirst() {
            if piece.hasPrefix("/>") || piece.hasPrefix(" />") {
                parts.append("")
            } else if piece.hasPrefix(">") || piece.hasPrefix(" ") {
                let content = piece.drop { $0 != ">" }.dropFirst()
                guard let end = content.range(of: "</\(name)>") else { continue }
                parts.append(String(content[..<end.lowerBound]))
            }
        }
        return parts
    }

    private static func text(_ xml: String) -> String {
        xml.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&apos;", with: "'")
            .replacingOccurrences(of: "&#13;", with: "\r").replacingOccurrences(of: "&amp;", with: "&")
    }

    /// Whether a value is what the key says; a lost one is what any key says.
    static func agrees(_ value: SQLiteValue, _ key: String) -> Bool {
        switch value {
        case .lost: true
        case .null: key.isEmpty || key == "NULL" || key == "None"
        case .integer(let whole): key == "\(whole)" || Double(key) == Double(whole)
        case .real(let number): Double(key).map { abs($0 - number) <= abs(number) * 1e-12 } ?? false
        case .text(let text), .blob(let text): String(decoding: text, as: UTF8.self) == key
        }
    }
}

/// What is left of a row in a file, found by its bytes alone.
enum ForensicRemains: String {
    /// All values stand there, one behind the other, or in the pieces that overflow pages make.
    case whole
    case lost

    /// Looks for a row, as its key writes it, in all bytes of a file.
    init(of values: [String], in file: Data) {
        var bodies: [Data] = [Data()]
        for value in values {
            let forms = Self.forms(of: value)
            bodies = bodies.flatMap { body in forms.map { body + $0 } }
            // Only what begins like something in the file can go on.
            bodies = bodies.filter { $0.count < 200 ? file.range(of: $0) != nil : Self.standsInPieces($0, file) }
        }
        self = bodies.contains { !$0.isEmpty } ? .whole : .lost
    }

    private static func forms(of value: String) -> [Data] {
        var forms: [Data] = [Data(value.utf8)]
        if let whole = Int64(value) {
            var count = 1
            while count < 8, whole >> (8 * Int64(count) - 1) != 0, whole >> (8 * Int64(count) - 1) != -1 { count += 1 }
            // There are no numbers of five or seven bytes.
            if count == 5 || count == 7 { count += 1 }
            let bytes = withUnsafeBytes(of: whole.bigEndian) { Data($0) }
            forms.append(Data(bytes.suffix(count)))
        }
        if let number = Double(value) { forms.append(withUnsafeBytes(of: number.bitPattern.bigEndian) { Data($0) }) }
        return forms
    }

    /// Whether every stretch of 16 bytes is somewhere, save those few that a page's end may cut.
    private static func standsInPieces(_ body: Data, _ file: Data) -> Bool {
        var missing = 0
        for start in stride(from: 0, to: body.count - 16, by: 16) {
            let piece = body[body.startIndex + start..<body.startIndex + start + 16]
            if file.range(of: piece) == nil { missing += 1 }
        }
        return missing <= body.count / 900 + 1
    }
}
