import Foundation
import Knowledge
import Observation
import TestSupport
import Testing

@testable import RuleEngine

/// pySigma with its SQLite backend, where the variable EARSHOT_PYSIGMA names a Python that has them.
enum Oracle {
    static let python: String? = {
        guard let path = ProcessInfo.processInfo.environment["EARSHOT_PYSIGMA"] else {
            print("skipped: EARSHOT_PYSIGMA names no Python with pysigma and pysigma-backend-sqlite")
            return nil
        }
        return path
    }()

    /// Reads cases from its input and writes, for each, the truth of every event or why the rule was not taken.
    private static let script = """
        import json, re, sqlite3, sys
        from sigma.collection import SigmaCollection
        from sigma.backends.sqlite import sqliteBackend
        columns = ['f', 'g', 't', 'n', 'everything']
        answers = []
        for case in json.load(sys.stdin):
            try:
                rules = SigmaCollection.from_yaml(case['rule'])
                backend = sqliteBackend(collate_nocase=True, fulltext_field='everything')
                queries = backend.convert(rules)
                base = sqlite3.connect(':memory:')
                base.create_function('REGEXP', 2, lambda p, v: v is not None and re.search(p, str(v)) is not None)
                base.execute('CREATE TABLE logs (number INT, f TEXT, g TEXT, t TEXT, n NUMERIC, everything TEXT)')
                for number, event in enumerate(case['events']):
                    everything = chr(10).join(str(value) for value in event.values())
                    row = [number] + [event.get(name) for name in columns[:-1]] + [everything]
                    base.execute('INSERT INTO logs VALUES (?,?,?,?,?,?)', row)
                found = set()
                for query in queries:
                    found |= {row[0] for row in base.execute(query)}
                answers.append([number in found for number in range(len(case['events']))])
            except Exception as error:
                answers.append(type(error).__name__ + ': ' + str(error))
        json.dump(answers, sys.stdout)
        """

    static func answers(to cases: [OracleCase]) throws -> [OracleAnswer] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "earshot-oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appending(path: "in"), folder.appending(path: "out"))
        try JSONSerialization.data(withJSONObject: cases.map(\.json)).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: python ?? "")
        process.arguments = ["-c", script]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        let answers = try JSONSerialization.jsonObject(with: Data(contentsOf: output)) as? [Any] ?? []
        return answers.map { answer in
            (answer as? [Bool]).map(OracleAnswer.truth) ?? .refused(answer as? String ?? "")
        }
    }
}

enum OracleAnswer: Equatable {
    case truth([Bool])
    case refused(String)
}

/// A rule and events, made at random.
struct OracleCase {
    let rule: String
    let events: [[String: FieldValue]]

    var json: [String: Any] {
        let plain = events.map { event in
            event.mapValues { value -> Any in value.integer.map { $0 as Any } ?? value.text }
        }
        return ["rule": rule, "events": plain]
    }

    /// The rule with the events that the two judge differently.
    func difference(_ own: OracleAnswer, _ other: OracleAnswer) -> String {
        guard case .truth(let ours) = own, case .truth(let theirs) = other else {
            return "\(rule)\nours: \(own)\npySigma: \(other)"
        }
        let lines = zip(events, zip(ours, theirs)).filter { $1.0 != $1.1 }.map { event, truths in
            "ours \(truths.0), pySigma \(truths.1): "
                + event.sorted { $0.key < $1.key }.map { "\($0.key)=<\($0.value.text)>" }.joined(separator: " ")
        }
        return ([rule] + lines).joined(separator: "\n")
    }

    var ownAnswer: OracleAnswer {
        let file = RuleFile(path: "detections/a/b.yml", text: rule, origin: .user)
        let (set, problems) = DetectionSet.load([file])
        guard problems.isEmpty, set.rules.count == 1 else { return .refused(problems.first?.reason ?? "nothing") }
        return .truth(events.map { !set.matches(EventFields($0), from: LogSource(category: "process")).isEmpty })
    }
}

/// Makes rules and events in which every feature meets every other, and values often nearly match.
struct OracleCaseGenerator {
    var random: SeededGenerator

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }

    private mutating func word(_ letters: [String], upTo length: Int) -> String {
        (0..<Int.random(in: 0...length, using: &random)).map { _ in pick(letters) }.joined()
    }

    private mutating func event() -> [String: FieldValue] {
        var event: [String: FieldValue] = [:]
        let letters = ["a", "b", "A", "B", "-", "/", " ", "\\", "*", "?", "%", "_", "é", "–"]
        for name in ["f", "g"] where Int.random(in: 0..<5, using: &random) > 0 {
            event[name] = .string(
                pick([
                    word(letters, upTo: 5), "10.\(pick([0, 1, 200])).2.3", "192.168.0.7", "YWI=", "xYWFi", "/a -b",
                    "–a b",
                ]))
        }
        if Bool.random(using: &random) { event["n"] = .integer(pick([-1, 0, 5, 10, 22, 225])) }
        if Bool.random(using: &random) {
            event["t"] = .string("2026-0\(pick([1, 5]))-0\(pick([1, 4]))T1\(pick([0, 2])):30:00Z")
        }
        return event
    }

    private mutating func item() -> (String, Any) {
        let letters = ["a", "b", "A", "B", "-", "/", " ", "\\", "*", "?", "\\*", "\\\\", "%", "_", "é"]
        let plain = ["a", "b", "A", "-", "/", " ", "é"]
        let field = pick(["f", "g"])
        func list(_ make: (inout Self) -> Any, _ generator: inout Self, atLeast least: Int = 1) -> Any {
            let values = (0..<Int.random(in: least...3, using: &generator.random)).map { _ in make(&generator) }
            return values.count == 1 && Bool.random(using: &generator.random) ? values[0] : values
        }
        let negation = pick(["", "", "", "|neq"])
        switch Int.random(in: 0..<14, using: &random) {
        case 0...3:
            let modifier = pick(["", "|contains", "|startswith", "|endswith", "|cased", "|contains|cased"])
            return (field + modifier + negation, list({ $0.word(letters, upTo: 4) }, &self))
        case 4:
            let modifier = pick(["|contains", "|startswith", ""])
            return (field + modifier + "|all", list({ $0.word(letters, upTo: 3) }, &self, atLeast: 2))
        case 5: return ("n" + negation, list({ $0.pick([5, 10, 22, 0]) }, &self))
        case 6: return ("n|" + pick(["lt", "lte", "gt", "gte"]), pick([0, 5, 22]))
        case 7:
            return ("n" + pick(["", "|contains", "|startswith"]), list({ $0.pick(["2", "22", "5", "2*"]) }, &self))
        case 8: return (field + "|exists", Bool.random(using: &random))
        case 9:
            return (
                field + "|re" + pick(["", "|i", "|s"]),
                list({ $0.pick(["^a", "b$", "a.b", "[aB]+\\s", "^$", "(?:a|b){2}", "\\\\"]) }, &self)
            )
        case 10:
            return (
                field + "|cidr" + negation,
                list({ $0.pick(["10.0.0.0/8", "10.0.0.0/15", "192.168.0.0/24", "192.168.0.7/32"]) }, &self)
            )
        case 11:
            let modifier = pick(["|windash", "|contains|windash", "|windash|contains"])
            return (field + modifier, list({ $0.pick(["-a", "/a", "a -b", "a-b", "--a", " -b"]) }, &self))
        case 12:
            if Bool.random(using: &random) {
                return ("f|fieldref" + pick(["", "|contains", "|startswith", "|endswith"]) + negation, "g")
            }
            // The other side cannot widen what is not ASCII.
            if Bool.random(using: &random) {
                return (field + "|wide|base64offset|contains", "a" + word(["b", "-"], upTo: 3))
            }
            return (field + pick(["|base64", "|base64offset|contains"]), "a" + word(plain, upTo: 3) + "b")
        default:
            if Bool.random(using: &random) { return (field, NSNull()) }
            return ("t|" + pick(["hour", "minute", "day", "month", "year"]), pick([1, 4, 5, 10, 12, 30, 2026]))
        }
    }

    private mutating func detection(depth: Int = 0) -> Any {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return (0..<Int.random(in: 1...2, using: &random)).map { _ in pick(["a", "B", "ab", "- ", "22"]) }
        case 1: return ["|all": [pick(["a", "b"]), pick(["B", "5", "-"])]]
        case 2 where depth < 2: return (0..<2).map { _ in detection(depth: depth + 1) }
        default:
            let items = (0..<Int.random(in: 1...2, using: &random)).map { _ in item() }
            return Dictionary(items) { first, _ in first }
        }
    }

    private mutating func condition(depth: Int = 0) -> String {
        let leaf = ["s1", "s2", "x-3", "1 of s*", "all of s*", "1 of them", "all of them", "any of x*", "_h"]
        guard depth < 4, Int.random(in: 0..<4, using: &random) > 0 else {
            return pick(leaf.filter { depth > 0 || $0 != "any of x*" }.filter { $0 != "any of x*" })
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "not " + condition(depth: depth + 1)
        case 1: return "(" + condition(depth: depth + 1) + ")"
        case 2: return condition(depth: depth + 1) + " and " + condition(depth: depth + 1)
        default: return condition(depth: depth + 1) + " or " + condition(depth: depth + 1)
        }
    }

    mutating func next() throws -> OracleCase {
        var detections: [String: Any] = [:]
        for name in ["s1", "s2", "x-3", "_h"] { detections[name] = detection() }
        detections["condition"] = Int.random(in: 0..<8, using: &random) == 0 ? [condition(), condition()] : condition()
        let rule: [String: Any] = [
            "title": "T", "status": "test", "logsource": ["category": "process"], "detection": detections,
        ]
        let text = String(
            decoding: try JSONSerialization.data(withJSONObject: rule, options: [.sortedKeys]), as: UTF8.self)
        return OracleCase(rule: text, events: (0..<12).map { _ in event() })
    }
}

@Suite("The same rules by pySigma and SQLite")
struct OracleTests {
    @Test("random rules match the same random events (real pySigma)", .enabled(if: Oracle.python != nil))
    func random() throws {
        let seed = ProcessInfo.processInfo.environment["EARSHOT_SEED"].flatMap(UInt64.init) ?? 1
        var generator = OracleCaseGenerator(random: SeededGenerator(seed: seed))
        let cases = try (0..<2_000).map { _ in try generator.next() }
        let answers = try Oracle.answers(to: cases)
        #expect(answers.count == cases.count)
        var (refused, matched, differing) = (0, 0, 0)
        for (testCase, answer) in zip(cases, answers) {
            let own = testCase.ownAnswer
            if case .refused = answer, case .refused = own { refused += 1; continue }
            if case .truth(let truths) = own { matched += truths.filter { $0 }.count }
            guard own != answer else { continue }
            differing += 1
            guard differing <= 5 else { continue }
            Issue.record("\(testCase.difference(own, answer))")
        }
        print(
            "\(cases.count) rules, \(cases.count * 12) events: \(matched) matches, \(refused) refused by both, \(differing) differ"
        )
        #expect(differing == 0)
        #expect(matched > 2_000)
        #expect(refused < cases.count / 4)
    }
}
