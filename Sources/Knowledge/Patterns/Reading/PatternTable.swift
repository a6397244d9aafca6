internal import TOMLKit

/// A table of a pattern file, its keys without their case, because the format's first reader does not look at it.
struct PatternTable {
    private var values: [String: any TOMLValueConvertible] = [:]
    private var asked: Set<String> = []
    /// The keys as they are written.
    private var spellings: [String: String] = [:]

    init(_ table: TOMLTable) {
        for key in table.keys {
            values[key.lowercased()] = table[key]
            spellings[key.lowercased()] = key
        }
    }

    /// The keys that nobody asked for, in order.
    var unknownKeys: [String] {
        spellings.filter { !asked.contains($0.key) }.map(\.value).sorted()
    }

    private mutating func value(_ key: String) -> (any TOMLValueConvertible)? {
        asked.insert(key.lowercased())
        return values[key.lowercased()]
    }

    /// Whether a key is there.
    mutating func has(_ key: String) -> Bool { value(key) != nil }

    mutating func string(_ key: String) throws(Refusal) -> String? {
        guard let value = value(key) else { return nil }
        guard let string = value.string else { throw Refusal("\(key) is a text") }
        return string
    }

    mutating func strings(_ key: String) throws(Refusal) -> [String] {
        guard let value = value(key) else { return [] }
        guard let array = value.array else { throw Refusal("\(key) is a list of strings") }
        var strings: [String] = []
        for index in 0..<array.count {
            guard let string = array[index].string else { throw Refusal("\(key) is a list of strings") }
            strings.append(string)
        }
        return strings
    }

    mutating func number(_ key: String) throws(Refusal) -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.double ?? value.int.map(Double.init) else { throw Refusal("\(key) is a number") }
        return number
    }

    mutating func integer(_ key: String) throws(Refusal) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.int else { throw Refusal("\(key) is a whole number") }
        return number
    }

    mutating func truth(_ key: String) throws(Refusal) -> Bool {
        guard let value = value(key) else { return false }
        guard let truth = value.bool else { throw Refusal("\(key) is true or false") }
        return truth
    }

    /// The table below a key.
    mutating func table(_ key: String) -> PatternTable? {
        value(key)?.table.map(PatternTable.init)
    }

    /// The tables below a key: one, or a list of them.
    mutating func tables(_ key: String) -> [PatternTable] {
        guard let value = value(key) else { return [] }
        if let table = value.table { return [PatternTable(table)] }
        guard let array = value.array else { return [] }
        return (0..<array.count).compactMap { array[$0].table.map(PatternTable.init) }
    }
}
