internal import Observation

/// Reads both sides of a WebSocket from the end of its handshake on (RFC 6455, RFC 7692).
final class WebSocketDialogue {
    private let environment: DialogueEnvironment
    private let client: FlowSide
    private var fromClient: WebSocketReader
    private var fromServer: WebSocketReader
    private var products: [WebSocketReader.Product] = []

    /// Begins behind the handshake.
    ///
    /// - Parameters:
    ///   - environment: the surroundings.
    ///   - client: the side that sent the request.
    ///   - request: the request of the handshake.
    ///   - response: the response that agreed on it, which settles subprotocol and compression.
    init(_ environment: DialogueEnvironment, client: FlowSide, request: HTTPRequest, response: HTTPResponse) {
        self.environment = environment
        self.client = client
        let subprotocol = response.upgrade?.webSocketProtocol
        let compression = WebSocketCompression(response.upgrade?.webSocketExtensions)
        fromClient = WebSocketReader(
            request, subprotocol: subprotocol, isFromClient: true,
            inflater: compression.map { WebSocketInflater(takesContextOver: !$0.clientTakesNoContextOver) },
            environment.limits)
        fromServer = WebSocketReader(
            request, subprotocol: subprotocol, isFromClient: false,
            inflater: compression.map { WebSocketInflater(takesContextOver: !$0.serverTakesNoContextOver) },
            environment.limits)
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { fromClient.bufferedByteCount + fromServer.bufferedByteCount }

    /// Whether nothing further of a side is of interest.
    func isDone(with side: FlowSide) -> Bool { side == client ? fromClient.isDone : fromServer.isDone }

    /// Reads bytes that continue what a side sent.
    func read(_ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        if side == client {
            fromClient.read(bytes, at: time, into: &products)
        } else {
            fromServer.read(bytes, at: time, into: &products)
        }
        tell(at: time, into: &findings)
    }

    /// Steps over bytes of a side that never came.
    func skip(_ count: Int, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        if side == client {
            fromClient.skip(count, into: &products)
        } else {
            fromServer.skip(count, into: &products)
        }
        tell(at: time, into: &findings)
    }

    /// Hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        fromClient.finish(into: &products)
        fromServer.finish(into: &products)
        tell(at: time, into: &findings)
    }

    private func tell(at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !products.isEmpty else { return }
        for product in products {
            switch product {
            case .message(let message, let began):
                findings.append(environment.message(.webSocket(message), at: began))
            case .weird(let weird): findings.append(.weird(weird, time))
            case .capped: findings.append(.capped)
            }
        }
        products.removeAll(keepingCapacity: true)
    }
}
