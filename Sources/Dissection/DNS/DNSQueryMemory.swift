package import Observation

/// Remembers when queries were sent, so that an answer can tell how long it took.
///
/// A query is found again by the ends of its flow, its number, its name and its type. Holds a fixed number of queries and
/// forgets the oldest; a query that is sent again keeps its first time.
package struct DNSQueryMemory: Sendable {
    private struct Query: Hashable, Sendable {
        let ends: FlowTuple
        let identifier: UInt16
        let name: String
        let type: DNSRecordType
    }

    /// How many queries are remembered.
    package let capacity: Int

    /// Queries that were forgotten without an answer.
    package private(set) var forgottenCount = 0

    private var sent: [Query: Timestamp] = [:]
    private var order: [Query] = []
    private var nextSlot = 0

    /// Creates an empty memory.
    package init(capacity: Int = 4_096) {
        self.capacity = max(1, capacity)
    }

    /// Queries that wait for an answer.
    package var count: Int { sent.count }

    /// Takes in a message; for an answer to a known query, the nanoseconds since it was sent.
    package mutating func answerTime(
        _ message: DNSMessage, of question: DNSMessage.Question, between ends: FlowTuple, at time: Timestamp
    ) -> Int64? {
        // A query of multicast DNS goes to a group, and its answers come from anywhere.
        guard message.service != .multicast else { return nil }
        let (source, destination) = (ends.source, ends.destination)
        let isOrdered =
            (source.port, source.ip.high, source.ip.low)
            < (destination.port, destination.ip.high, destination.ip.low)
        let query = Query(
            ends: isOrdered ? ends : ends.reversed, identifier: message.identifier, name: question.name,
            type: question.type)
        guard message.isResponse else {
            remember(query, at: time)
            return nil
        }
        guard let began = sent.removeValue(forKey: query) else { return nil }
        let (duration, overflow) = time.nanoseconds.subtractingReportingOverflow(began.nanoseconds)
        return overflow || duration < 0 ? nil : duration
    }

    private mutating func remember(_ query: Query, at time: Timestamp) {
        guard sent[query] == nil else { return }
        sent[query] = time
        if order.count < capacity {
            order.append(query)
        } else {
            if sent.removeValue(forKey: order[nextSlot]) != nil { forgottenCount += 1 }
            order[nextSlot] = query
            nextSlot = (nextSlot + 1) % capacity
        }
    }
}
