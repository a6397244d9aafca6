/// A value as programs keep it in a binary form: what a pickle or a structured clone holds.
indirect enum StoredValue {
    /// Nothing that has text: null, a truth value, a number with a fraction, a reference to what stands elsewhere.
    case nothing
    case number(Int64)
    /// Text in UTF-8.
    case text([UInt8])
    case bytes([UInt8])
    case list([StoredValue])
    case dictionary([StoredPair])

    /// The texts that name who speaks, where they stand beside what is said.
    private static let roleNames = ["role", "sender", "speaker", "author"]
    private static let roleLimit = 32

    /// The speaker that a dictionary names.
    var role: String? {
        guard case .dictionary(let pairs) = self else { return nil }
        for pair in pairs {
            guard case .text(let name) = pair.key, case .text(let value) = pair.value, value.count <= Self.roleLimit
            else {
                continue
            }
            if Self.roleNames.contains(String(decoding: name, as: UTF8.self)) {
                return String(decoding: value, as: UTF8.self)
            }
        }
        return nil
    }
}

/// A key of a dictionary with its value.
struct StoredPair {
    let key: StoredValue
    let value: StoredValue
}
