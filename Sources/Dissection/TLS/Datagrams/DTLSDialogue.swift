internal import Observation

/// Reads the handshake of a DTLS connection, as far as it is in the clear.
///
/// Messages are put together from fragments in any order (RFC 6347, section 4.2.3). The handshake is told once: when
/// protected records have come from both sides or many from one, when one breaks off, or when nothing more comes. Nothing
/// is decrypted.
final class DTLSDialogue {
    /// How many protected records of one side show that the other one is not captured.
    private static let protectedRecordLimit = 32

    /// How many datagrams are looked at before the handshake is told as it is.
    private static let datagramLimit = 1_024

    private let environment: DialogueEnvironment
    private let client: FlowSide
    private var readers = BothSides(DTLSMessageReader(), DTLSMessageReader())
    private var protectedRecordCount = BothSides(0, 0)
    private var datagramCount = 0
    private var handshake = TLSHandshake(over: .dtls)
    private var began: Timestamp?
    private(set) var isDone = false

    init(_ environment: DialogueEnvironment, client: FlowSide) {
        self.environment = environment
        self.client = client
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { readers.lower.bufferedByteCount + readers.upper.bufferedByteCount }

    /// Reads a datagram; all of its records, or those before the first that makes no sense.
    func read(_ datagram: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !isDone else { return }
        datagramCount += 1
        var offset = 0
        while offset < datagram.count, !isDone {
            // RFC 9147, section 4: the header of a protected record of DTLS 1.3 begins with the bits 001.
            if datagram[offset] >> 5 == 1 {
                protectedRecordCount[side] += 1
                break
            }
            guard let record = try? DTLSRecord(parsing: datagram, &offset) else { break }
            if record.epoch > 0 {
                protectedRecordCount[side] += 1
            } else {
                read(record, datagram.extracting(record.body), from: side, at: time, into: &findings)
            }
        }
        judge(at: time, into: &findings)
    }

    /// Hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !isDone else { return }
        isDone = true
        readers = BothSides(DTLSMessageReader(), DTLSMessageReader())
        guard handshake.clientHello != nil || handshake.serverHello != nil else { return }
        if handshake.clientHello?.serverName == nil, let name = handshake.serverName { findings.append(.named(name)) }
        findings.append(.message(.tlsHandshake(handshake), began ?? time, .opaque))
    }

    private func judge(at time: Timestamp, into findings: inout [StreamFinding]) {
        let (ours, theirs) = (protectedRecordCount[client], protectedRecordCount[client.opposite])
        if ours > 0, theirs > 0, handshake.serverHello != nil {
            handshake.isEstablished = true
            finish(at: time, into: &findings)
        } else if max(ours, theirs) >= Self.protectedRecordLimit || datagramCount >= Self.datagramLimit {
            finish(at: time, into: &findings)
        }
    }

    private func read(
        _ record: DTLSRecord, _ body: Span<UInt8>, from side: FlowSide, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        switch record.type {
        case 21:
            guard body.count == 2 else { return }
            let alert = TLSAlert(level: body[0], code: body[1])
            guard alert.isFatal else { return }
            handshake.alert = alert
            findings.append(.weird(.fatalAlert, time))
            finish(at: time, into: &findings)
        case 22:
            began = began ?? time
            var offset = 0
            // A record may hold several fragments.
            while offset < body.count {
                let rest = body.extracting(offset..<body.count)
                guard let fragment = try? DTLSFragment(parsing: rest) else {
                    return findings.append(.weird(.malformedHandshakeMessage, time))
                }
                offset += fragment.body.upperBound
                if let (type, message) = readers[side].take(fragment, rest.extracting(fragment.body)) {
                    read(message: type, message.span, from: side, at: time, into: &findings)
                }
            }
        default: break
        }
    }

    private func read(
        message type: UInt8, _ body: Span<UInt8>, from side: FlowSide, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        switch type {
        case 1 where side == client:
            guard let hello = try? ClientHello(parsing: body, over: .dtls) else {
                return findings.append(.weird(.malformedClientHello, time))
            }
            // The second one, with the server's cookie, is the one that counts, but says the same.
            guard handshake.clientHello == nil else { return }
            handshake.clientHello = hello
            if let name = hello.serverName { findings.append(.named(ServerName(name: name, source: .sni))) }
        case 2 where side != client:
            guard let hello = try? ServerHello(parsing: body) else {
                return findings.append(.weird(.malformedHandshakeMessage, time))
            }
            if hello.isRetryRequest {
                handshake.isRetried = true
            } else if handshake.serverHello == nil {
                handshake.serverHello = hello
                handshake.applicationProtocol = hello.applicationProtocol
            }
        case 3 where side != client: handshake.isRetried = true
        case 11:
            let weird = handshake.takeCertificate(in: body, isModern: false, isClient: side == client)
            if let weird { findings.append(.weird(weird, time)) }
        default: break
        }
    }
}
