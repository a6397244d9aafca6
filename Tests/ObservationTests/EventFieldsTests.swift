import Observation
import TestSupport
import Testing

@Suite("The fields of an event")
struct EventFieldsTests {
    @Test("a field's number is its place in the vocabulary, and there is room for all")
    func numbers() {
        #expect(Field.allCases.map(\.number) == Array(Field.allCases.indices))
        #expect(MemoryLayout<Field>.size <= 2)
    }

    @Test("a field is found by its dotted name, and nothing by any other")
    func names() {
        #expect(Field.allCases.allSatisfy { Field(named: $0.rawValue) == $0 })
        #expect(Field(named: "process") == nil)
    }

    @Test("fields behave like a dictionary, whatever is set and removed in which order", arguments: 0..<20)
    func likeADictionary(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var fields = EventFields()
        var dictionary: [String: FieldValue] = [:]
        let names = Field.allCases.map(\.rawValue) + (0..<20).map { "x.\($0)" }
        for step in 0..<400 {
            guard let name = names.randomElement(using: &generator) else { continue }
            let value = Bool.random(using: &generator) ? FieldValue.integer(Int64(step)) : nil
            fields[name] = value
            dictionary[name] = value
        }
        #expect(fields.count == dictionary.count)
        #expect(Dictionary(uniqueKeysWithValues: fields.map { ($0.key, $0.value) }) == dictionary)
        #expect(fields == EventFields(dictionary))
        #expect(names.allSatisfy { fields[$0] == dictionary[$0] })
    }
}
