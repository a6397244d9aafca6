import Observation
import Testing

@testable import EarshotCommands

@Suite("Phases of a product's run")
struct PhaseTimelineTests {
    private static func second(_ second: Double) -> Timestamp { Timestamp(nanoseconds: Int64(second * 1e9)) }

    private static func prompt(_ begin: Double, _ end: Double, firstToken: Double? = nil) -> PhaseTimeline.Request {
        PhaseTimeline.Request(
            kind: .prompt, begin: second(begin), firstToken: firstToken.map(second), end: second(end))
    }

    @Test(
        "a server that starts, is asked and answers",
        arguments: [
            (99, .idle), (100, .startup), (109.9, .startup), (110, .prompt), (114, .prompt), (114.5, .after),
            (144, .after), (144.1, .idle), (1_000, .idle),
        ] as [(Double, PhaseTimeline.Phase)])
    func server(at time: Double, phase: PhaseTimeline.Phase) {
        let timeline = PhaseTimeline(
            servers: [Self.second(100)], runners: [], requests: [Self.prompt(112, 114), Self.prompt(110, 113)])
        #expect(timeline.phase(at: Self.second(time)) == phase)
    }

    @Test(
        "a runner that starts during a request loads a model until the first piece of the answer",
        arguments: [
            (200, .prompt), (200.9, .prompt), (201, .modelLoad), (204.9, .modelLoad), (205, .prompt), (210, .prompt),
            (211, .after),
        ] as [(Double, PhaseTimeline.Phase)])
    func runner(at time: Double, phase: PhaseTimeline.Phase) {
        let timeline = PhaseTimeline(
            servers: [Self.second(1)], runners: [Self.second(201)],
            requests: [Self.prompt(200, 210, firstToken: 205), Self.prompt(50, 60)])
        #expect(timeline.phase(at: Self.second(time)) == phase)
    }

    @Test("a model that nobody asks anything counts as loaded after two minutes")
    func unansweredLoad() {
        let request = PhaseTimeline.Request(
            kind: .load, begin: Self.second(10), firstToken: nil, end: Self.second(11))
        let timeline = PhaseTimeline(servers: [], runners: [], requests: [request])
        #expect(timeline.phase(at: Self.second(129)) == .modelLoad)
        #expect(timeline.phase(at: Self.second(130)) == .idle)
    }

    @Test("nothing known is idle, and times at the ends of what can be told do not trap")
    func limits() {
        let empty = PhaseTimeline(servers: [], runners: [], requests: [])
        #expect(empty.phase(at: Self.second(5)) == .idle)
        let last = Timestamp(nanoseconds: .max)
        let timeline = PhaseTimeline(
            servers: [last], runners: [last],
            requests: [.init(kind: .prompt, begin: last, firstToken: nil, end: last)])
        #expect(timeline.phase(at: last) == .prompt)
        #expect(timeline.phase(at: Timestamp(nanoseconds: .min)) == .idle)
    }

    @Test(
        "calls that hand over no words are no prompts",
        arguments: [
            ("chat", .prompt), ("embeddings", .prompt), (nil, .prompt), ("model_load", .load), ("model_list", nil),
            ("server_info", nil), ("slot_save", nil), ("blob_upload", nil),
        ] as [(String?, PhaseTimeline.Request.Kind?)])
    func kinds(operation: String?, kind: PhaseTimeline.Request.Kind?) {
        var event = Event(.llmRequest, at: Self.second(1))
        event.set(.genAIOperationName, operation)
        event.set(.eventDuration, 2_000_000_000)
        event[.genAITimeToFirstToken] = .real(0.5)
        let request = PhaseTimeline.Request(event)
        #expect(request?.kind == kind)
        guard let request else { return }
        #expect(request.end == Self.second(3))
        #expect(request.firstToken == Self.second(1.5))
    }
}
