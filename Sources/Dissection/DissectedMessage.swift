package import Observation

/// What the caller attaches to a flow; a dissector hands it back and never looks inside.
package struct FlowLabel: Hashable, Sendable {
    /// The caller's number.
    package let rawValue: UInt64

    /// Creates a label.
    package init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// A label that says nothing.
    package static let none = FlowLabel(0)
}

/// Which flow something belongs to.
package struct FlowReference: Hashable, Sendable {
    /// The flow's number, counted up from one by each dissector.
    package let number: UInt64

    /// The flow's ends; the source is the side that opened it, as far as that is known by now.
    package let tuple: FlowTuple

    /// What the caller attached.
    package let label: FlowLabel
}

/// One message that was found in a flow.
package struct DissectedMessage: Equatable, Sendable {
    /// What the message is.
    package enum Content: Equatable, Sendable {
        case dns(DNSMessage)
        case tlsHandshake(TLSHandshake)
        case httpExchange(HTTPExchange)
        case webSocket(WebSocketMessage)
        case llmCall(LLMCall)
    }

    /// The flow it was found in.
    package let flow: FlowReference

    /// When its first byte was captured.
    package let timestamp: Timestamp

    /// How it came to be readable.
    package let visibility: ContentVisibility

    /// What it says.
    package let content: Content
}

/// One oddity, and where it was met.
package struct DissectedWeird: Equatable, Sendable {
    /// What is odd.
    package let weird: Weird

    /// The flow it was met in, nothing where it was met below the flows.
    package let flow: FlowReference?

    /// When it was captured.
    package let timestamp: Timestamp

    /// Who sent the packet, where it was met below the flows and that much could be read.
    package var source: IPAddress?

    /// Who that packet was sent to.
    package var destination: IPAddress?
}

/// What a dissector tells: messages as they end, and each flow once when it ends.
package enum DissectorOutput: Equatable, Sendable {
    case message(DissectedMessage)
    case flow(FlowSummary)
    case weird(DissectedWeird)
    /// An answer in a flow of another share, to learn names from and not to tell.
    case names(DNSMessage)

    /// The flow that it belongs to.
    package var flow: FlowReference? {
        switch self {
        case .message(let message): message.flow
        case .flow(let summary): summary.flow
        case .weird(let weird): weird.flow
        case .names: nil
        }
    }
}
