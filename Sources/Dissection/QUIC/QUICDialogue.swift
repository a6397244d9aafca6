internal import Observation

/// Reads what the two ends of a UDP flow say to each other over QUIC, as far as everyone can: the first messages of the
/// handshake.
///
/// The handshake is told once, when the client goes on to protected data or one side breaks off; from then on, or when it has
/// come to nothing after ``datagramLimit`` datagrams, the dialogue is done. What comes later is encrypted with keys of the
/// two ends alone.
final class QUICDialogue {
    /// After how many datagrams without a handshake nobody looks any further.
    private static let datagramLimit = 128

    let environment: DialogueEnvironment
    var client: FlowSide?
    var keys: QUICInitialKeys?
    var clientStream = QUICCryptoStream()
    var serverStream = QUICCryptoStream()
    var clientHello: ClientHelloFound?
    var serverHello: ServerHello?
    /// Whether the server asked for another hello.
    var isRetried = false
    /// Why one side broke off, where TLS was the reason.
    var alert: TLSAlert?
    private var isEstablished = false
    /// The frames of the packet at hand; kept so that it is allocated once.
    var frames: [UInt8] = []
    private var told: Set<Weird> = []
    private var isRecognised = false
    private var datagramCount = 0

    /// A client's first message with what belongs to it.
    struct ClientHelloFound {
        let hello: ClientHello
        let time: Timestamp
        var parameters: QUICParameters
    }

    /// Whether nothing further is of interest.
    private(set) var isDone = false

    /// Bytes that are kept.
    var bufferedByteCount: Int { clientStream.bufferedByteCount + serverStream.bufferedByteCount + frames.count }

    init(_ environment: DialogueEnvironment) {
        self.environment = environment
    }

    /// Reads a datagram.
    func read(
        _ datagram: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        guard !isDone, datagram.count > 0 else { return }
        datagramCount += 1
        guard datagramCount <= Self.datagramLimit else { return finish(at: time, into: &findings) }
        guard datagram[0] & 0x80 != 0 else {
            readShort(datagram, from: side, at: time, into: &findings)
            return
        }
        var offset = 0
        while !isDone, offset < datagram.count {
            // What has a short header is the last packet; zeros fill up the rest.
            guard datagram[offset] & 0x80 != 0 else {
                if datagram[offset] & 0x40 != 0 { noteProtectedData(side, into: &findings) }
                return
            }
            guard let packet = try? QUICPacketHeader(parsing: datagram, at: offset) else {
                return tell(.quicBadHeader, at: time, into: &findings)
            }
            read(packet, datagram, from: side, at: time, into: &findings)
            offset = packet.packet.upperBound
        }
    }

    /// Hands out what is unfinished, because nothing more will come.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !isDone else { return }
        if clientHello == nil, clientStream.bufferedByteCount > 0 {
            tell(.quicIncompleteHello, at: time, into: &findings)
        }
        conclude(into: &findings)
    }

    private func read(
        _ packet: QUICPacketHeader, _ datagram: Span<UInt8>, from side: FlowSide, at time: Timestamp,
        into findings: inout [StreamFinding]
    ) {
        switch packet.kind {
        case .initial: readInitial(packet, datagram, from: side, at: time, into: &findings)
        case .zeroRTT, .handshake: break
        case .retry: readRetry(packet, datagram, from: side, at: time, into: &findings)
        case .versionNegotiation: readNegotiation(from: side, into: &findings)
        case .unknown: readUnknown(packet.version, datagram, from: side, at: time, into: &findings)
        }
    }

    /// The client sends such data once it has all of the server's handshake, whoever has missed a part of it.
    func noteProtectedData(_ side: FlowSide, into findings: inout [StreamFinding]) {
        guard side == client, clientHello != nil else { return }
        isEstablished = true
        conclude(into: &findings)
    }

    /// Tells the handshake, if there is one, and lets go of all that was kept.
    func conclude(into findings: inout [StreamFinding]) {
        isDone = true
        if let found = clientHello {
            var handshake = TLSHandshake(clientHello: found.hello, serverHello: serverHello, over: .quic)
            handshake.isRetried = isRetried
            handshake.isEstablished = isEstablished
            handshake.alert = alert
            handshake.quic = found.parameters
            findings.append(environment.message(.tlsHandshake(handshake), at: found.time))
        }
        clientStream = QUICCryptoStream()
        serverStream = QUICCryptoStream()
        keys = nil
        frames = []
        told = []
    }

    /// Labels the flow, the first time that this is sure.
    func recognise(into findings: inout [StreamFinding]) {
        guard !isRecognised else { return }
        isRecognised = true
        findings.append(.recognised(.quic))
    }

    /// Tells an oddity, each once.
    func tell(_ weird: Weird, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard told.insert(weird).inserted else { return }
        findings.append(.weird(weird, time))
    }
}
