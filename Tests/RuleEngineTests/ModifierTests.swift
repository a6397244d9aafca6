import Foundation
import Knowledge
import Observation
import Testing

@testable import RuleEngine

@Suite("Modifiers")
struct ModifierTests {
    static let places: [ValueCase] = [
        .init("f|contains: LLA", "ollama", true), .init("f|contains: x", "ollama", false),
        .init("f|contains: ''", "", true), .init("f|contains: ''", nil, false),
        .init("f|contains: 'l*m'", "ollama", true), .init("f|startswith: OL", "ollama", true),
        .init("f|startswith: l", "ollama", false), .init("f|endswith: MA", "ollama", true),
        .init("f|endswith: m", "ollama", false), .init("f|contains: 14", 11434, true),
        .init("f|startswith: 114", 11434, true),
        .init(#"f|contains: '\*'"#, "a*b", true), .init(#"f|contains: '\*'"#, "ab", false),
        .init("f|contains|cased: Lla", "oLlama", true), .init("f|contains|cased: Lla", "ollama", false),
        .init("f|cased: É", "é", false), .init("f|cased: É", "É", true),
        .init("f|endswith: longer", "er", false),
    ]

    static let negated: [ValueCase] = [
        .init("f|neq: a", "b", true), .init("f|neq: a", "A", false), .init("f|neq: [a, b]", "b", false),
        .init("f|neq: [a, b]", "c", true), .init("f|neq: 5", 5, false), .init("f|neq: 5", 6, true),
        .init("f|neq: a", nil, true), .init("f|contains|neq: a", "xax", false), .init("f|neq|contains: a", "x", true),
        .init("f|fieldref|neq: g", ["f": "a", "g": "b"], true),
        .init("f|fieldref|neq: g", ["f": "a", "g": "A"], false),
    ]

    static let presence: [ValueCase] = [
        .init("f|exists: true", "a", true), .init("f|exists: true", .null, true), .init("f|exists: true", "", true),
        .init("f|exists: true", .list([]), true), .init("f|exists: true", nil, false),
        .init("f|exists: false", nil, true), .init("f|exists: false", .null, false),
    ]

    static let numbers: [ValueCase] = [
        .init("f|lt: 5", 4, true), .init("f|lt: 5", 5, false), .init("f|lte: 5", 5, true), .init("f|gt: 5", 6, true),
        .init("f|gt: 5", 5, false), .init("f|gte: 5", 5, true), .init("f|gte: 5.5", .real(5.5), true),
        .init("f|gt: 5", "6", true), .init("f|gt: 5", "six", false), .init("f|gt: 5", nil, false),
        .init("f|gt: 5", .null, false), .init("f|gt: 5", .boolean(true), false), .init("f|gt: -2", -1, true),
        .init("f|gt: 5", .list([1, 9]), true), .init("f|gt: 9", "10", true),
    ]

    static let networks: [ValueCase] = [
        .init("f|cidr: 10.0.0.0/8", "10.1.2.3", true), .init("f|cidr: 10.0.0.0/8", "11.0.0.0", false),
        .init("f|cidr: 10.0.0.0/8", "nonsense", false), .init("f|cidr: 10.0.0.0/8", "", false),
        .init("f|cidr: 10.0.0.0/8", 10, false), .init("f|cidr: 10.0.0.0/8", "::ffff:10.0.0.1", true),
        .init("f|cidr: fe80::/10", "FE80:0:0:0::1", true), .init("f|cidr: '::1/128'", "0:0:0:0:0:0:0:1", true),
        .init("f|cidr: fe80::/10", "10.0.0.1", false), .init("f|cidr: 192.0.2.1", "192.0.2.1", true),
        .init("f|cidr: [10.0.0.0/8, 192.0.2.0/24]", "192.0.2.9", true), .init("f|cidr: 0.0.0.0/0", "8.8.8.8", true),
        .init("f|cidr: 10.0.0.0/8", .list(["1.1.1.1", "10.0.0.1"]), true),
    ]

    static let references: [ValueCase] = [
        .init("f|fieldref: g", ["f": "a", "g": "A"], true), .init("f|fieldref: g", ["f": "a", "g": "b"], false),
        .init("f|fieldref: g", ["f": "a"], false), .init("f|fieldref: g", ["g": "a"], false),
        .init("f|fieldref: g", [:], false), .init("f|fieldref: g", ["f": .null, "g": .null], false),
        .init("f|fieldref: g", ["f": 5, "g": "5.0"], true),
        .init("f|fieldref: g", ["f": "x", "g": .list(["y", "X"])], true),
        .init("f|fieldref|contains: g", ["f": "abc", "g": "B"], true),
        .init("f|fieldref|startswith: g", ["f": "abc", "g": "b"], false),
        .init("f|fieldref|startswith: g", ["f": "abc", "g": "ab"], true),
        .init("f|fieldref|endswith: g", ["f": "abc", "g": "bc"], true),
        .init("f|fieldref: g", ["f": "abc", "g": "a*"], false),
        .init("f|fieldref: [g, h]", ["f": "a", "g": "b", "h": "a"], true),
    ]

    static let dashes: [ValueCase] = [
        .init("f|windash: -h", "/h", true), .init("f|windash: -h", "–h", true), .init("f|windash: -h", "—H", true),
        .init("f|windash: -h", "―h", true), .init("f|windash: /h", "-h", true), .init("f|windash: -h", "+h", false),
        .init("f|windash: a-h", "a/h", false), .init("f|contains|windash: ' -a-b'", "x /a-b y", true),
        .init("f|contains|windash: ' -a-b'", "x /a/b y", false),
        .init("f|windash|contains: '-a -b -c -d'", "/a –b -c ―d", true),
        .init("f|windash: --a", "-/a", true), .init("f|windash: --a", "//a", false),
    ]

    static let times: [ValueCase] = [
        .init("f|hour: 12", "2026-05-04T12:30:00Z", true), .init("f|hour: 12", "2026-05-04T13:30:00Z", false),
        .init("f|minute: 30", "2026-05-04 12:30:00+09:00", true), .init("f|day: 4", "2026-05-04", true),
        .init("f|month: 5", "2026-05-04", true), .init("f|year: 2026", "2026-05-04", true),
        .init("f|week: 19", "2026-05-04", true), .init("f|week: 53", "2021-01-03", true),
        .init("f|week: 1", "2024-12-30", true), .init("f|week: 1", "2001-01-01", true),
        .init("f|hour|gte: 22", "2026-05-04T23:00:00Z", true), .init("f|hour: 12", "noon", false),
        .init("f|hour: 12", nil, false), .init("f|hour: 12", "2026-05-04", false),
    ]

    @Test("values are placed, cased and negated", arguments: places + negated)
    func place(_ testCase: ValueCase) { check(testCase) }

    @Test("presence, numbers, networks and times", arguments: presence + numbers + networks + times)
    func kinds(_ testCase: ValueCase) { check(testCase) }

    @Test("fields are compared with fields, and dashes with dashes", arguments: references + dashes)
    func forms(_ testCase: ValueCase) { check(testCase) }

    private func check(_ testCase: ValueCase) {
        let (set, problems) = itemRule(testCase.item)
        #expect(problems.isEmpty)
        #expect(set.rules.count == 1)
        #expect(set.holds(testCase.fields) == testCase.matches)
    }

    @Test("base64 is the encoding of the whole value", arguments: ["", "f", "fo", "foo", "foob", "käse 🦙"])
    func base64(text: String) {
        let encoded = Data(text.utf8).base64EncodedString()
        #expect(String(decoding: TextEncodings.base64(Array(text.utf8)), as: UTF8.self) == encoded)
        #expect(itemRule("f|base64: '\(text)'").rules.holds(["f": .string(encoded)]))
    }

    @Test(
        "base64offset finds the value wherever it starts", arguments: ["secret", "käse", "abcd", "http://", "🦙🦙"], 0..<7
    )
    func base64Offset(text: String, offset: Int) {
        let (set, problems) = itemRule("f|base64offset|contains: '\(text)'")
        #expect(problems.isEmpty)
        let around = String(repeating: "x", count: offset) + text + String(repeating: "y", count: offset)
        #expect(set.holds(["f": .string(Data(around.utf8).base64EncodedString())]))
        #expect(!set.holds(["f": .string(Data("something else altogether".utf8).base64EncodedString())]))
    }

    @Test(
        "wide texts are found inside base64",
        arguments: [("wide", "cgBkAGMA"), ("utf16le", "cgBkAGMA"), ("utf16be", "AHIAZABj"), ("utf16", "//5yAGQAYwA=")])
    func wide(modifier: String, encoded: String) {
        #expect(itemRule("f|\(modifier)|base64: rdc").rules.holds(["f": .string(encoded)]))
        #expect(itemRule("f|\(modifier)|base64offset|contains: rdc").problems.isEmpty)
    }

    @Test("wide text without an encoding has a zero behind each letter")
    func plainWide() {
        #expect(itemRule("f|wide: ab").rules.holds(["f": "a\0b\0"]))
        #expect(itemRule("f|windash|base64: -a").rules.holds(["f": "L2E="]))
    }

    @Test(
        "a modifier that does not fit is a problem, not a rule that never matches",
        arguments: [
            "f|exists: yes please", "f|exists: [true, x]", "f|exists|contains: true", "f|contains|re: a",
            "f|re|cased: a",
            "f|i: a", "f|cidr: 10.0.0.1/8", "f|cidr: '10.*'", "f|cidr: 300.0.0.0/8", "f|cidr|contains: 10.0.0.0/8",
            "f|gt: five", "f|gt: '5'", "f|contains|gt: 5", "f|hour: noon", "f|base64: 'a*'", "f|base64offset: 'a?'",
            "f|fieldref: 'g*'", "f|cased|fieldref: g", "f|contains|fieldref: g", "f|expand: '%Servers%'",
            "f|expand: 'a%Servers%b'", "f|utf16: rdc", "f|base64offset: a", "f|wide: ä", "f|contains: null",
            "f|contains: {a: b}",
            "f|re: [a, {b: c}]", "f|windash|base64: '-a -b -c -d'",
        ])
    func refused(item: String) {
        let (set, problems) = itemRule(item)
        #expect(set.rules.isEmpty)
        #expect(problems.map(\.line) == [5])
    }

    @Test("expand without a placeholder is plain text, and an escaped percent sign is one")
    func expand() {
        #expect(itemRule(#"f|expand: 'a\%b\%c'"#).rules.holds(["f": "a%b%c"]))
        #expect(itemRule("f|expand: '100%'").rules.holds(["f": "100%"]))
        #expect(itemRule("f: '%name%'").rules.holds(["f": "%name%"]))
    }
}
