import Testing

@testable import Observation

@Suite("Events and fields")
struct EventTests {
    @Test("setting nothing leaves a field as it is, and assigning nothing removes it")
    func setting() {
        var event = Event(.process, at: Timestamp(nanoseconds: 0), [.processName: "x"])
        event.set(.processName, String?.none)
        event.set(.fileSize, Int?.none)
        event.set(.serverOpenPaths, [String]())
        #expect(event.fields == ["process.name": "x"])
        event.set(.fileSize, UInt64.max)
        #expect(event.integer(.fileSize) == .max)
        event.set(.contentComplete, true)
        event.set(.serverOpenPaths, ["/a", "/b"])
        #expect(event[.contentComplete]?.boolean == true && event[.serverOpenPaths]?.text == "/a, /b")
        event[.processName] = nil
        #expect(event.string(.processName) == nil && event.fields.count == 3)
    }

    @Test("every field and category has a name of its own, in dots and small letters")
    func names() {
        let isPlain = { (name: String) in
            !name.isEmpty && name.utf8.allSatisfy { $0 == 0x2E || $0 == 0x5F || 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 }
        }
        #expect(Field.allCases.map(\.rawValue).allSatisfy { isPlain($0) && $0.contains(".") || $0 == "@timestamp" })
        #expect(EventCategory.allCases.map(\.rawValue).allSatisfy(isPlain))
    }

    @Test("a stable hash tells where one text ends and is the same in every run")
    func stableHash() {
        func hash(_ texts: String...) -> String {
            var hash = StableHash()
            texts.forEach { hash.combine($0) }
            return hash.hexadecimal
        }
        #expect(StableHash().hexadecimal == "cbf29ce484222325")
        #expect(hash("ab", "c") != hash("a", "bc"))
        #expect(hash("rule", "subject") == hash("rule", "subject"))
        #expect(hash("a").count == 16)
    }
}
