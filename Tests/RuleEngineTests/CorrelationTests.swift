import Foundation
import Knowledge
import Observation
import TestSupport
import Testing

@testable import RuleEngine

/// Correlations over two simple rules, `a` and `b` and `c`, which match events whose field `f` says so.
enum Correlating {
    static func rules(_ correlations: String) -> RuleFile {
        let base = ["a", "b", "c"].map { name in
            """
            title: \(name)
            name: \(name)
            logsource: {category: process}
            detection: {selection: {f: \(name)}, condition: selection}
            """
        }
        return RuleFile(
            path: "correlation.yml", text: (base + [correlations]).joined(separator: "\n---\n"), origin: .user)
    }

    struct Hit: Hashable, CustomStringConvertible {
        let start: Int64
        let end: Int64
        let group: [String]
        let measure: Double
        let events: [Int64]
        var description: String { "\(start)…\(end) \(group) \(measure) \(events)" }
    }

    /// What a correlation finds in events, in the order of time.
    static func matches(_ correlations: String, _ events: [Event]) throws -> [Hit] {
        let (set, problems) = DetectionSet.load([rules(correlations)])
        #expect(problems.map(\.description) == [])
        var engine = CorrelationEngine(set.program)
        var found: [Hit] = []
        let take = { (match: CorrelationMatch) in
            guard match.rule.name == "outer" else { return }
            found.append(
                Hit(
                    start: match.start.nanoseconds / 1_000_000_000, end: match.end.nanoseconds / 1_000_000_000,
                    group: match.group.map(\.value.text), measure: match.measure, events: match.events))
        }
        for (number, event) in events.enumerated() {
            engine.note(event.timestamp)
            for match in set.matches(event) {
                engine.take(
                    detection: match.place, event.fields, at: event.timestamp, event: Int64(number), take)
            }
        }
        engine.finish(take)
        return found
    }

    static func event(_ name: String, at second: Int64, _ fields: [String: FieldValue] = [:]) -> Event {
        var event = Event(.process, at: Timestamp(seconds: second))
        event.fields["f"] = .string(name)
        for (name, value) in fields { event.fields[name] = value }
        return event
    }
}

@Suite("Correlations")
struct CorrelationTests {
    private func outer(_ body: String) -> String {
        "title: outer\nname: outer\nlevel: high\ncorrelation:\n" + body
    }

    @Test("count the events of a group in a window that slides")
    func eventCount() throws {
        let rule = outer(
            """
              type: event_count
              rules: [a]
              group-by: [host]
              timespan: 10s
              condition: {gte: 3}
            """)
        let times: [(Int64, String)] = [(0, "x"), (4, "x"), (5, "y"), (9, "X"), (20, "x"), (21, "y"), (22, "y")]
        let found = try Correlating.matches(
            rule, times.map { Correlating.event("a", at: $0.0, ["host": .string($0.1)]) })
        #expect(found == [.init(start: -1, end: 9, group: ["x"], measure: 3, events: [0, 1, 3])])
    }

    @Test("take events in the order of their times, whatever order they come in")
    func outOfOrder() throws {
        let rule = outer("  type: event_count\n  rules: a\n  timespan: 10s\n  condition: {gte: 2}")
        let ordered = (0..<40).map { Correlating.event("a", at: Int64($0 * 7)) }
        var generator = SeededGenerator(seed: 5)
        let found = try Correlating.matches(rule, ordered.shuffled(using: &generator))
        #expect(found.map(\.end) == (1..<40).map { Int64($0 * 7) })
    }

    @Test("see rules one after the other, and not the other way round")
    func ordered() throws {
        let rule = outer("  type: temporal_ordered\n  rules: [a, b]\n  group-by: [host]\n  timespan: 1m")
        func found(_ names: [String]) throws -> Int {
            try Correlating.matches(
                rule,
                names.enumerated().map { Correlating.event($0.element, at: Int64($0.offset), ["host": "h"]) }
            ).count
        }
        #expect(try found(["a", "b"]) == 1)
        #expect(try found(["b", "a"]) == 0)
        #expect(try found(["b", "a", "b"]) == 1)
    }

    @Test("know only when the window has passed what did not come")
    func absence() throws {
        let rule = outer("  type: temporal\n  rules: [a, b]\n  timespan: 10s\n  condition: a and not b")
        let events = [(0, "a"), (5, "b"), (20, "a"), (29, "c"), (31, "c"), (40, "a")]
        let found = try Correlating.matches(rule, events.map { Correlating.event($0.1, at: Int64($0.0)) })
        #expect(found.map(\.start) == [20])
    }

    @Test("of correlations take the inner one's matches")
    func chain() throws {
        let rules =
            """
            title: inner
            name: inner
            correlation:
              type: event_count
              rules: [a]
              group-by: [host, user]
              timespan: 10s
              condition: {gte: 2}
            ---
            """ + "\n"
            + outer(
                """
                  type: value_count
                  rules: [inner]
                  group-by: [host]
                  timespan: 1m
                  condition: {field: user, gte: 2}
                """)
        let events = ["u", "u", "v", "v", "u"].enumerated().map { offset, user in
            Correlating.event("a", at: Int64(offset), ["host": "h", "user": .string(user)])
        }
        let found = try Correlating.matches(rules, events)
        #expect(found.map(\.end) == [3, 4])
        #expect(found.first?.events == [0, 1, 2, 3])
    }

    @Test(
        "that cannot work say why, and where",
        arguments: [
            ("  type: event_count\n  rules: [nobody]\n  timespan: 1m\n  condition: {gte: 1}", "no rule in force"),
            ("  type: event_count\n  rules: [outer]\n  timespan: 1m\n  condition: {gte: 1}", "about itself"),
            ("  type: counting\n  rules: [a]\n  timespan: 1m", "none of"),
            ("  type: event_count\n  rules: [a]\n  timespan: soon\n  condition: {gte: 1}", "timespan"),
            ("  type: event_count\n  rules: [a]\n  timespan: 1m", "'condition' is missing"),
            ("  type: value_sum\n  rules: [a]\n  timespan: 1m\n  condition: {gte: 1}", "field"),
            ("  type: temporal\n  rules: [a, b]\n  timespan: 1m\n  condition: not a", "none of its rules matched"),
            ("  type: temporal\n  rules: [a]\n  timespan: 1m\n  condition: a and d", "not among its rules"),
            ("  type: event_count\n  rules: [a]\n  timespan: 1m\n  condition: {gte: 1, lt: 2, neq: 3}", "one bound"),
        ])
    func faults(body: String, reason: String) {
        let (set, problems) = DetectionSet.load([Correlating.rules(outer(body))])
        #expect(set.rules.count == 3)
        #expect(problems.count == 1)
        #expect(problems.first?.reason.contains(reason) == true, "\(problems)")
        #expect(problems.first?.line != nil)
    }

    @Test("become findings about their group, and the rules that they are about stay silent")
    func findings() throws {
        let rule = outer(
            "  type: event_count\n  rules: [a]\n  group-by: [process.name]\n  timespan: 1m\n  condition: {gte: 2}")
        let (set, _) = DetectionSet.load([Correlating.rules(rule)])
        var judge = Judge(rules: set)
        for second in 0..<5 {
            judge.take(Correlating.event("a", at: Int64(second), ["process.name": "p"]))
            judge.take(Correlating.event("b", at: Int64(second), ["process.name": "p"]))
        }
        judge.finish()
        #expect(Set(judge.findings.map(\.rule)) == ["outer", "b"])
        let finding = try #require(judge.findings.first { $0.rule == "outer" })
        #expect(finding.level == .high)
        #expect(finding.subject == "p")
        #expect(finding.evidence.count == 5)
    }
}
