internal import Observation

extension JSONValue {
    /// The number, when it is a whole one.
    var wholeNumber: Int64? {
        switch self {
        case .integer(let number): number
        case .real(let number): Int64(exactly: number)
        default: nil
        }
    }

    /// The number of things, which is never negative.
    var amount: Int64? {
        guard let number = wholeNumber, number >= 0 else { return nil }
        return number
    }

    /// The number.
    var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        default: nil
        }
    }

    /// The truth value.
    var truth: Bool? {
        guard case .boolean(let truth) = self else { return nil }
        return truth
    }

    /// The text of a string that is not empty, cut to the length of a name.
    var name: String? {
        guard let string, !string.isEmpty else { return nil }
        return string.boundedName
    }

    /// The members of an object, and none for every other value.
    var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    /// Whether it is an object.
    var isObject: Bool {
        if case .object = self { true } else { false }
    }

    /// Whether it is an array.
    var isArray: Bool {
        if case .array = self { true } else { false }
    }

    /// The first of several members that is there and not null.
    func first(_ names: [String]) -> JSONValue? {
        for name in names {
            if let value = self[name], value != .null { return value }
        }
        return nil
    }
}
