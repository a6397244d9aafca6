import Dissection
import Observation

extension NetworkEvents {
    /// The events of one output.
    mutating func events(for output: DissectorOutput) -> [Event] {
        var events: [Event] = []
        describe(output, into: &events)
        return events
    }
}
