import Dissection
import Observation

extension Bench {
    /// All that was told, as events.
    var toldEvents: [Event] {
        var network = NetworkEvents()
        var events: [Event] = []
        for output in outputs { network.describe(output, into: &events) }
        return events
    }

    /// The names of all oddities that were told.
    var toldOddities: [String] {
        outputs.compactMap { output in
            guard case .weird(let weird) = output else { return nil }
            return weird.weird.name
        }
    }
}
