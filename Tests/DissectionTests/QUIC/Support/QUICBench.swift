import Observation

@testable import Dissection

/// A dialogue with all that it told so far.
final class QUICBench {
    let dialogue = QUICDialogue(DialogueEnvironment(limits: DissectionLimits(), visibility: .opaque, serverPort: 443))
    private(set) var findings: [StreamFinding] = []
    private var clock: Int64 = 0

    /// The client is the lower side.
    func client(_ datagram: [UInt8]) { feed(datagram, from: .lower) }
    func server(_ datagram: [UInt8]) { feed(datagram, from: .upper) }

    /// Lets the client send what is protected with the keys of the two ends.
    func goOn() { client([0x41] + [UInt8](repeating: 7, count: 40)) }

    func feed(_ datagram: [UInt8], from side: FlowSide) {
        clock += 1
        dialogue.read(datagram.span, from: side, at: Timestamp(nanoseconds: clock), into: &findings)
    }

    func finish() {
        dialogue.finish(at: Timestamp(nanoseconds: clock), into: &findings)
    }

    var handshakes: [TLSHandshake] {
        findings.compactMap { finding in
            guard case .message(.tlsHandshake(let handshake), _, _) = finding else { return nil }
            return handshake
        }
    }

    var names: [String] {
        findings.compactMap { finding in
            guard case .named(let name) = finding else { return nil }
            return name.name
        }
    }

    var weirds: [String] {
        findings.compactMap { finding in
            guard case .weird(let weird, _) = finding else { return nil }
            return weird.name
        }
    }

    var protocols: [ApplicationProtocol] {
        findings.compactMap { finding in
            guard case .recognised(let name) = finding else { return nil }
            return name
        }
    }

    var openers: [FlowSide] {
        findings.compactMap { finding in
            guard case .opened(let side) = finding else { return nil }
            return side
        }
    }
}

/// Whether bytes are taken for the first datagram of a connection.
func looksLikeQUIC(_ datagram: [UInt8], isUsualPort: Bool = false) -> Bool {
    QUICDialogue.looksLikeQUIC(datagram.span, isUsualPort: isUsualPort)
}
