package import Observation

/// Remembers which name last led to an address, so that a later flow to it can be called by that name.
///
/// Holds a fixed number of addresses and forgets the one that was learned first. A name is what some program asked for
/// shortly before, not a proof: several names share an address on a content network.
package struct DomainMemory: Sendable {
    /// How many addresses are remembered.
    package let capacity: Int

    private var names: [IPAddress: String] = [:]
    private var order: [IPAddress] = []
    private var nextSlot = 0

    /// Creates an empty memory.
    package init(capacity: Int = 8_192) {
        self.capacity = max(1, capacity)
    }

    /// How many addresses are remembered at the moment.
    package var count: Int { names.count }

    /// The name that last led to an address.
    package func name(of address: IPAddress) -> String? {
        names[address.unmapped]
    }

    /// Learns from the answers of a response; of an announcement without a question, from what it says itself.
    package mutating func learn(from message: DNSMessage) {
        guard message.isResponse else { return }
        for question in message.questions {
            for address in message.addresses(of: question.name) {
                remember(question.name, for: address)
            }
        }
        guard message.questions.isEmpty else { return }
        for answer in message.answers {
            if case .address(let address) = answer.value { remember(answer.name, for: address) }
        }
    }

    private mutating func remember(_ name: String, for address: IPAddress) {
        let address = address.unmapped
        guard !address.isUnspecified, address.scope != .loopback else { return }
        guard names.updateValue(name, forKey: address) == nil else { return }
        if order.count < capacity {
            order.append(address)
        } else {
            names[order[nextSlot]] = nil
            order[nextSlot] = address
            nextSlot = (nextSlot + 1) % capacity
        }
    }
}
