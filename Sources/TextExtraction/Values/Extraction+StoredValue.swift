extension Extraction {
    /// What is the same for all texts of a value.
    struct ValuePlace {
        /// Stands before the way to the text: a store and a key.
        var start = ""
        /// Stands before the field.
        var field = ""
        var state = TextUnit.State.live
    }

    /// Hands out the texts of a value, each with the way to it.
    func emit(_ value: StoredValue, at place: ValuePlace) {
        var way = ValueWay(place: place)
        emit(value, &way, role: nil)
    }

    private func emit(_ value: StoredValue, _ way: inout ValueWay, role: String?) {
        guard !isStopped else { return }
        switch value {
        case .nothing, .number: return
        case .text(let text):
            emitPieces(text, at: way.locator, state: way.place.state, field: way.field, role: role)
        case .bytes(let bytes):
            emitTexts(in: bytes, at: way.locator, state: way.place.state, field: way.field, role: role)
        case .list(let list):
            for (index, element) in list.enumerated() {
                way.inside("[\(index)]", "[*]") { emit(element, &$0, role: role) }
            }
        case .dictionary(let pairs):
            let speaker = value.role ?? role
            for pair in pairs {
                if case .number(let number) = pair.key {
                    way.inside("[\(number)]", "[*]") { emit(pair.value, &$0, role: speaker) }
                    continue
                }
                let name = Self.name(of: pair.key)
                way.inside(".\(name)", ".\(name)") { emit(pair.value, &$0, role: speaker) }
            }
        }
    }

    /// A key as it stands in a locator: short, and without what would break a line.
    private static func name(of key: StoredValue) -> String {
        switch key {
        case .text(let text), .bytes(let text):
            let cut = String(decoding: text.prefix(64), as: UTF8.self)
            return cut.contains { $0.isNewline } ? "*" : cut
        case .list, .dictionary, .nothing, .number: return "*"
        }
    }
}

/// The way from a value to a part of it.
struct ValueWay {
    let place: Extraction.ValuePlace
    private var steps: [String] = []
    private var fieldSteps: [String] = []

    init(place: Extraction.ValuePlace) {
        self.place = place
    }

    var locator: String { (place.start.isEmpty ? "" : place.start + " ") + "$" + steps.joined() }

    var field: String {
        let joined = fieldSteps.joined()
        guard !place.field.isEmpty else { return joined.hasPrefix(".") ? String(joined.dropFirst()) : joined }
        return place.field + joined
    }

    mutating func inside(_ step: String, _ fieldStep: String, _ body: (inout ValueWay) -> Void) {
        steps.append(step)
        fieldSteps.append(fieldStep)
        body(&self)
        steps.removeLast()
        fieldSteps.removeLast()
    }
}
