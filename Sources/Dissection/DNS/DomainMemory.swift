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
    ///
    /// Aliases lead to the name that was asked for, and the address hints of service bindings count like addresses.
    package mutating func learn(from message: DNSMessage) {
        guard message.isResponse, !message.flags.isUpdate, message.service != .netBIOS else { return }
        for question in message.questions {
            let name = Self.host(of: question)
            for address in message.addresses(of: question.name) {
                remember(name, for: address)
            }
        }
        guard message.questions.isEmpty else { return }
        for record in message.answers + message.additional {
            if case .address(let address) = record.value { remember(record.name, for: address) }
        }
    }

    /// The host that a question is about: service bindings are asked for with port and scheme before it, as in
    /// `_8443._https.www.example.com` (RFC 9460, section 2.3).
    private static func host(of question: DNSMessage.Question) -> String {
        guard question.type == .https || question.type == .svcb, question.name.hasPrefix("_") else {
            return question.name
        }
        let labels = question.name.split(separator: ".").drop { $0.hasPrefix("_") }
        return labels.isEmpty ? question.name : labels.joined(separator: ".")
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
