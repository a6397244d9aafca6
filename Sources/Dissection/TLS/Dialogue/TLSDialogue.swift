internal import Observation

/// Reads a TLS connection: its handshake, and its content where a key log has the secrets.
///
/// The handshake is told once: when both sides have gone on to protected data, when one breaks off, or when nothing more
/// comes. Without secrets nothing after it is of interest, and what protected data costs is the counting of its bytes.
/// Secrets are looked up when the first record needs them, because programs log them while they go; a connection whose
/// secrets have not come after ``patience`` records stays closed.
///
/// Where bytes are missing, the next record is searched for and opened by trying the numbers that it may have; a
/// connection that lost more than ``TLSSide/uncertaintyLimit`` records at once stays closed from there on.
final class TLSDialogue {
    /// How many records in a row may stay closed before nothing more is tried.
    static let patience = 16

    /// How many protected records may pass before the handshake is told as it is.
    private static let protectedRecordLimit = 32

    let environment: DialogueEnvironment
    let client: FlowSide
    var sides = BothSides(TLSSide(), TLSSide())
    var handshake = TLSHandshake()
    var clientRandom: ClientRandom?
    var inner: StreamDialogue?

    /// Whether records are still to be opened.
    var decrypts: Bool
    /// Whether any was.
    var hasDecrypted = false
    /// Records in a row that could not be opened.
    var failureCount = 0
    /// Where records are opened into.
    var plaintext: [UInt8] = []
    /// Data that came before the server's answer, until it is clear whether the server takes it.
    var early: [UInt8] = []
    var earlySince: Timestamp?

    private var began: Timestamp?
    private var isTold = false
    private var isOver = false
    private var oldHello: [UInt8] = []
    private var clientHasBegun = false

    init(_ environment: DialogueEnvironment, client: FlowSide) {
        self.environment = environment
        self.client = client
        decrypts = environment.keyLog != nil && environment.mayCarryMore
    }

    /// Whether TLS 1.3 is spoken; before it no server asked for another hello.
    var isModern: Bool { handshake.serverHello?.version.isModern ?? handshake.isRetried }

    /// Bytes that are kept.
    var bufferedByteCount: Int {
        sides.lower.bufferedByteCount + sides.upper.bufferedByteCount + early.count + oldHello.count
            + (inner?.bufferedByteCount ?? 0)
    }

    /// Whether nothing further of a side is of interest.
    func isDone(with side: FlowSide) -> Bool {
        isOver || isTold && (!decrypts || inner?.isDone(with: side) ?? false)
    }

    /// Reads bytes that continue what a side sent.
    func read(_ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !isDone(with: side) else { return }
        began = began ?? time
        var offset = 0
        if side == client, !clientHasBegun, !readOldHello(bytes, &offset, at: time, into: &findings) { return }
        sides[side].framing.keepsApplicationData = decrypts
        // An idle connection is not to keep the room of a record.
        defer { plaintext = [] }
        while offset < bytes.count, !isDone(with: side) {
            switch sides[side].framing.next(bytes, &offset) {
            case .more: return
            case .record(let range): read(record: bytes.extracting(range), from: side, at: time, into: &findings)
            case .kept:
                let body = sides[side].framing.takeBody()
                read(record: body.span, from: side, at: time, into: &findings)
            case .passed:
                let isProtected = isProtected(sides[side].framing.type, from: side)
                if isProtected { passProtected(from: side, at: time, into: &findings) }
            case .malformed:
                findings.append(.weird(.malformedRecord, time))
                close(at: time, into: &findings)
            }
        }
    }

    /// Steps over bytes of a side that never came.
    func skip(_ count: Int, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !isDone(with: side) else { return }
        sides[side].framing.skip(count)
        if sides[side].protection == nil { sides[side].handshake.giveUp() }
        guard side == client, handshake.clientHello == nil else { return }
        // Nobody can say whose secrets these would be.
        oldHello = []
        clientHasBegun = true
        decrypts = false
    }

    /// Hands out what is unfinished.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        if !isOver {
            tell(at: time, into: &findings)
            deliverEarly(into: &findings)
            if decrypts, !hasDecrypted, sides.lower.protectedRecordCount + sides.upper.protectedRecordCount > 0 {
                environment.keyLog?.countConnection(isDecrypted: false)
            }
        }
        close(at: time, into: &findings)
        inner?.finish(at: time, into: &findings)
        inner = nil
    }

    /// Tells the handshake, once.
    func tell(at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !isTold else { return }
        isTold = true
        guard handshake.clientHello != nil || handshake.serverHello != nil else { return }
        if handshake.clientHello?.serverName == nil, let name = handshake.serverName { findings.append(.named(name)) }
        findings.append(.message(.tlsHandshake(handshake), began ?? time, hasDecrypted ? .keyLog : .opaque))
    }

    /// Reads nothing more.
    func close(at time: Timestamp, into findings: inout [StreamFinding]) {
        tell(at: time, into: &findings)
        isOver = true
        decrypts = false
        sides = BothSides(TLSSide(), TLSSide())
        plaintext = []
        early = []
        oldHello = []
    }

    /// Notes a protected record that is not opened.
    func passProtected(from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        sides[side].protectedRecordCount += 1
        guard !isTold else { return }
        // The client's first protected record that is longer than an alert ends the handshake of TLS 1.3; before it, one
        // with application data does.
        let alertByteCount = 19
        if handshake.serverHello != nil, sides[side].framing.type == 23,
            !isModern || side == client && sides[side].framing.length > alertByteCount
        {
            handshake.isEstablished = true
            tell(at: time, into: &findings)
        } else if sides[side].protectedRecordCount >= Self.protectedRecordLimit {
            tell(at: time, into: &findings)
        }
    }

    /// Whether a record of a type is protected by now.
    func isProtected(_ type: UInt8, from side: FlowSide) -> Bool {
        type == 23 || sides[side].hasChangedCipher && !isModern
    }
}

/// The hello in the format of SSL 2.0, with which old clients begin.
extension TLSDialogue {
    /// Reads one if there is one; tells whether to go on with records.
    private func readOldHello(
        _ bytes: Span<UInt8>, _ offset: inout Int, at time: Timestamp, into findings: inout [StreamFinding]
    ) -> Bool {
        guard !bytes.isEmpty else { return false }
        if oldHello.isEmpty, bytes[0] & 0x80 == 0 {
            clientHasBegun = true
            return true
        }
        while offset < bytes.count {
            oldHello.append(bytes[offset])
            offset += 1
            guard oldHello.count >= 5 else { continue }
            guard let count = ClientHello.ssl2ByteCount(oldHello.span) else { break }
            guard oldHello.count == count else { continue }
            guard let hello = try? ClientHello(parsingSSL2: oldHello.span) else { break }
            clientHasBegun = true
            oldHello = []
            take(hello, into: &findings)
            if hello.version == .ssl2 { close(at: time, into: &findings) }
            return true
        }
        if oldHello.count >= 5, ClientHello.ssl2ByteCount(oldHello.span).map({ oldHello.count >= $0 }) ?? true {
            findings.append(.weird(.malformedClientHello, time))
            close(at: time, into: &findings)
        }
        return false
    }
}
