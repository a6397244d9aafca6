import TestSupport
import Testing

@testable import Observation

@Suite("Moments")
struct TimestampTests {
    @Test(
        "a moment is written as RFC 3339 has it, in UTC",
        arguments: [
            (0, 0, "1970-01-01T00:00:00.000000000Z"), (0, 1, "1970-01-01T00:00:00.000000001Z"),
            (-1, 0, "1969-12-31T23:59:59.000000000Z"), (0, -1, "1969-12-31T23:59:59.999999999Z"),
            (951_782_399, 0, "2000-02-28T23:59:59.000000000Z"), (951_782_400, 0, "2000-02-29T00:00:00.000000000Z"),
            (951_868_800, 0, "2000-03-01T00:00:00.000000000Z"), (-2_203_977_600, 0, "1900-02-28T00:00:00.000000000Z"),
            (-2_203_891_200, 0, "1900-03-01T00:00:00.000000000Z"), (1_709_164_800, 0, "2024-02-29T00:00:00.000000000Z"),
            (4_107_456_000, 0, "2100-02-28T00:00:00.000000000Z"), (4_107_542_400, 0, "2100-03-01T00:00:00.000000000Z"),
            (1_704_067_199, 999_999_999, "2023-12-31T23:59:59.999999999Z"),
        ] as [(Int64, Int64, String)])
    func known(seconds: Int64, nanoseconds: Int64, text: String) {
        #expect(Timestamp(seconds: seconds, nanoseconds: nanoseconds).rfc3339 == text)
    }

    @Test("what lies beyond the range is moved to its ends")
    func ends() {
        #expect(Timestamp(nanoseconds: .max).rfc3339 == "2262-04-11T23:47:16.854775807Z")
        #expect(Timestamp(nanoseconds: .min).rfc3339 == "1677-09-21T00:12:43.145224192Z")
        #expect(Timestamp(seconds: .max).nanoseconds == .max)
        #expect(Timestamp(seconds: .min).nanoseconds == .min)
        #expect(Timestamp(seconds: 9_223_372_036, nanoseconds: .max).nanoseconds == .max)
        #expect(Timestamp(seconds: -9_223_372_036, nanoseconds: .min).nanoseconds == .min)
    }

    @Test("Python's calendar sees the same", .enabled(if: PythonOracle.canImport("datetime")))
    func pythonAgrees() throws {
        var generator = SeededGenerator(seed: 3339)
        let moments = (0..<500).map { _ in Int64.random(in: -9_000_000_000...9_000_000_000, using: &generator) }
        let script = """
            import sys
            from datetime import datetime, timedelta
            for line in sys.stdin.read().split():
                moment = datetime(1970, 1, 1) + timedelta(seconds=int(line))
                print(moment.strftime("%Y-%m-%dT%H:%M:%S.000000000Z"))
            """
        let input = moments.map(String.init).joined(separator: "\n")
        let expected = try #require(PythonOracle.run(script, input: input)).split(separator: "\n").map(String.init)
        #expect(moments.map { Timestamp(seconds: $0).rfc3339 } == expected)
    }
}
