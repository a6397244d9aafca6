internal import Observation

/// What a dialogue needs to know of its surroundings.
struct DialogueEnvironment {
    /// How many layers there may be: a dialogue this deep carries nothing inside.
    static let depthLimit = 4

    let limits: DissectionLimits

    /// How the bytes came to be readable.
    let visibility: ContentVisibility

    /// How many layers lie around: TLS, tunnels, upgrades.
    let depth: Int

    /// The port of the side that serves, as far as that is known.
    let serverPort: UInt16

    /// The secrets of encrypted connections, where there are any.
    let keyLog: KeyLog?

    /// The protocol that the layer around agreed on (`h2`, `http/1.1`, `dot`), nothing where it did not.
    let applicationProtocol: String?

    init(
        limits: DissectionLimits, visibility: ContentVisibility = .clear, depth: Int = 0, serverPort: UInt16 = 0,
        keyLog: KeyLog? = nil, applicationProtocol: String? = nil
    ) {
        self.limits = limits
        self.visibility = visibility
        self.depth = depth
        self.serverPort = serverPort
        self.keyLog = keyLog
        self.applicationProtocol = applicationProtocol
    }

    /// Whether another layer may lie inside.
    var mayCarryMore: Bool { depth + 1 < Self.depthLimit }

    /// The surroundings of what lies inside.
    func inside(visibility: ContentVisibility? = nil, applicationProtocol: String? = nil) -> DialogueEnvironment {
        DialogueEnvironment(
            limits: limits, visibility: visibility ?? self.visibility, depth: depth + 1, serverPort: serverPort,
            keyLog: keyLog, applicationProtocol: applicationProtocol)
    }

    /// A finding that tells a message.
    func message(_ content: DissectedMessage.Content, at time: Timestamp) -> StreamFinding {
        .message(content, time, visibility)
    }
}
