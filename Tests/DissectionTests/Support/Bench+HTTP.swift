import Dissection
import Observation

extension Bench {
    /// Everything that was told, in the vocabulary of events.
    var events: [Event] {
        var network = NetworkEvents()
        var events: [Event] = []
        for output in outputs { network.describe(output, into: &events) }
        return events
    }

    var exchanges: [HTTPExchange] {
        messages.compactMap { message in
            guard case .httpExchange(let exchange) = message.content else { return nil }
            return exchange
        }
    }

    var weirdNames: [String] {
        outputs.compactMap { output in
            guard case .weird(let weird) = output else { return nil }
            return weird.weird.name
        }
    }

    /// What was asked and answered, in short: `GET /a 200`.
    var lines: [String] {
        exchanges.map { exchange in
            let status = exchange.response.map { String($0.statusCode) } ?? "-"
            return "\(exchange.request.method) \(exchange.request.target) \(status)"
        }
    }

    /// The bodies of the responses.
    var answers: [String] {
        exchanges.map { String(decoding: $0.response?.content.bytes ?? [], as: UTF8.self) }
    }
}

/// What one side says next in a conversation of a test.
enum Turn {
    case client(String)
    case server(String)
    case clientBytes([UInt8])
    case serverBytes([UInt8])

    var isOfClient: Bool {
        switch self {
        case .client, .clientBytes: true
        case .server, .serverBytes: false
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .client(let text), .server(let text): Array(text.utf8)
        case .clientBytes(let bytes), .serverBytes(let bytes): bytes
        }
    }
}

/// A whole conversation over TCP, each turn cut into segments of the same size.
func converse(
    _ turns: [Turn], segments size: Int = 1_400, limits: DissectionLimits = DissectionLimits(), opens: Bool = true,
    finishes: Bool = true
) -> Bench {
    let bench = Bench(limits: limits)
    let connection = Connection(bench, opens: opens)
    for turn in turns {
        let bytes = turn.bytes
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Array(bytes[start..<min(bytes.count, start + size)])
            if turn.isOfClient {
                connection.send(piece)
            } else {
                connection.server([.ack], piece)
            }
        }
    }
    if finishes { bench.finish() }
    return bench
}
