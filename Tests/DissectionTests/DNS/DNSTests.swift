import Dissection
import Observation
import TestSupport
import Testing

@Suite("DNS messages")
struct DNSTests {
    static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    static func query(_ text: String, type: Int = 1) -> [UInt8] {
        [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + name(text) + Packets.u16(type) + [0, 1]
    }

    private static func record(_ name: [UInt8], type: Int, _ data: [UInt8]) -> [UInt8] {
        name + Packets.u16(type) + [0, 1, 0, 0, 0, 60] + Packets.u16(data.count) + data
    }

    /// `www.example.com` is an alias of `cdn.example.net`, which has two addresses; names are compressed.
    static let response: [UInt8] =
        [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 3, 0, 0, 0, 0] + name("www.example.com") + [0, 1, 0, 1]
        + record([0xC0, 12], type: 5, name("cdn.example.net"))
        + record([0xC0, 45], type: 1, [203, 0, 113, 9])
        + record([0xC0, 45], type: 28, Packets.address("2001:db8::9"))

    @Test("questions and answers read, aliases are followed to the name that was asked for")
    func response() throws {
        let message = try DNSMessage(parsing: Self.response.span)
        #expect(message.isResponse)
        #expect(message.isComplete)
        #expect(message.questions.map(\.name) == ["www.example.com"])
        #expect(message.questions.map(\.type) == [.a])
        #expect(message.responseCodeName == "NOERROR")
        #expect(message.addresses(of: "www.example.com").map(\.description) == ["203.0.113.9", "2001:db8::9"])
        #expect(message.addresses(of: "www.example.org").isEmpty)
    }

    @Test("every shorter prefix keeps what is whole and says that it is not all")
    func prefixes() {
        let questionEnd = 12 + 17 + 4
        for length in 0..<Self.response.count {
            let message = try? DNSMessage(parsing: Self.response.span.extracting(0..<length))
            #expect((message != nil) == (length >= questionEnd))
            #expect(message?.isComplete != true)
            if length >= questionEnd { #expect(message?.questions.count == 1) }
        }
    }

    @Test(
        "compression that leads nowhere is a bad name and never a loop",
        arguments: [
            [0xC0, 12],  // to itself
            [0xC0, 14],  // forward
            [1, 97, 0xC0, 12],  // to its own beginning
            [0xFF, 0xFF],  // beyond the end
            [0x40, 1],  // a label type that was given up
        ] as [[UInt8]])
    func badNames(bytes: [UInt8]) {
        let message = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + bytes + [0, 1, 0, 1]
        #expect(throws: WireError.self) { try DNSMessage(parsing: message.span) }
    }

    @Test("a name of 255 bytes reads, a longer one does not")
    func longNames() throws {
        let label = String(repeating: "a", count: 63)
        let longest = [label, label, label, String(repeating: "b", count: 61)].joined(separator: ".")
        let parsed = try DNSMessage(parsing: Self.query(longest).span)
        #expect(parsed.questions.map(\.name) == [longest])
        #expect(throws: WireError.self) { try DNSMessage(parsing: Self.query(longest + "b").span) }
    }

    @Test("names are lower case, their spelling is kept, and odd bytes are escaped")
    func spelling() throws {
        let mixed = try DNSMessage(parsing: Self.query("WwW.ExAmple.CoM", type: 65).span)
        #expect(mixed.questions.map(\.name) == ["www.example.com"])
        #expect(mixed.questions.map(\.spelling) == ["WwW.ExAmple.CoM"])
        #expect(mixed.questions.map(\.type.description) == ["HTTPS"])
        let odd: [UInt8] = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 5, 0x61, 0x2E, 0x00, 0x5C, 0xFF, 0, 0xFF, 0x00, 0, 1]
        let message = try DNSMessage(parsing: odd.span)
        #expect(message.questions.map(\.name) == ["a\\.\\000\\\\\\255"])
        #expect(message.questions.map(\.type.description) == ["TYPE65280"])
    }

    @Test("the root is a dot")
    func root() throws {
        let parsed = try DNSMessage(parsing: Self.query("", type: 2).span)
        #expect(parsed.questions.map(\.name) == ["."])
    }

    @Test("random messages never trap", arguments: 0..<300)
    func random(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var bytes = Self.response
        for _ in 0..<6 {
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        if let message = try? DNSMessage(parsing: bytes.span) {
            for question in message.questions { _ = message.addresses(of: question.name) }
        }
        let noise = generator.bytes(512)
        _ = try? DNSMessage(parsing: noise.span)
    }

    @Test("a full memory forgets the first address, and a newer name replaces an older one")
    func memory() throws {
        var memory = DomainMemory(capacity: 2)
        memory.learn(from: try DNSMessage(parsing: Self.response.span))
        #expect(memory.count == 2)
        let address = try #require(IPAddress("203.0.113.9"))
        #expect(memory.name(of: address) == "www.example.com")
        var other = Self.response
        other[13] = UInt8(ascii: "x")
        memory.learn(from: try DNSMessage(parsing: other.span))
        #expect(memory.name(of: address) == "xww.example.com")
        other[other.count - 1] = 7
        memory.learn(from: try DNSMessage(parsing: other.span))
        #expect(memory.count == 2)
        #expect(memory.name(of: address) == nil)
        #expect(memory.name(of: try #require(IPAddress("2001:db8::7"))) == "xww.example.com")
    }

    @Test("queries teach nothing")
    func queriesTeachNothing() throws {
        var bytes = Self.response
        bytes[2] = 1
        var memory = DomainMemory()
        memory.learn(from: try DNSMessage(parsing: bytes.span))
        #expect(memory.count == 0)
    }
}
