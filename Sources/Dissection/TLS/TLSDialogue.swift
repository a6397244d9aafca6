internal import Observation

/// Reads the beginning of a TLS connection.
final class TLSDialogue {
    private let environment: DialogueEnvironment
    private let client: FlowSide
    private var reader = ClientHelloReader()
    private var isOver = false

    init(_ environment: DialogueEnvironment, client: FlowSide) {
        self.environment = environment
        self.client = client
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { reader.bufferedByteCount }

    /// Whether nothing further of a side is of interest.
    func isDone(with side: FlowSide) -> Bool { side != client || isOver }

    /// Reads bytes that continue what a side sent.
    func read(_ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard side == client, !isOver else { return }
        switch reader.read(bytes, at: time) {
        case .more: return
        case .hello(let hello, let time):
            if let name = hello.serverName { findings.append(.named(ServerName(name: name, source: .sni))) }
            findings.append(environment.message(.tlsHandshake(TLSHandshake(clientHello: hello)), at: time))
        case .malformed: findings.append(.weird(.malformedClientHello, time))
        }
        isOver = true
        reader = ClientHelloReader()
    }

    /// Steps over bytes of a side that never came.
    func skip(_ count: Int, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        isOver = isOver || side == client
    }

    /// Hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        isOver = true
    }
}

extension Weird {
    /// A TLS handshake that contradicts its own lengths.
    static let malformedClientHello = Weird("TLS_malformed_handshake", isMalformed: true)
}
