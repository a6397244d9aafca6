internal import Observation

/// Finds out what a connection carries and hands both sides to the dialogue of that protocol.
///
/// A known protocol is looked for at the start of each run of bytes that arrived together, within the first bytes of each
/// direction, so a connection that was joined late or that turns to TLS later is recognised too.
final class StreamDialogue {
    private enum Content {
        case detecting
        case http1(HTTP1Dialogue)
        case http2(HTTP2Dialogue)
        case tls(TLSDialogue)
        case dns(DNSDialogue)
        case nothing
    }

    /// How many bytes may be kept until a first line is told from something else.
    private static let undecidedLimit = 16_384

    private let environment: DialogueEnvironment
    private let opener: FlowSide?
    private var content = Content.detecting
    private var undecided = BothSides<[UInt8]>([], [])
    private var undecidedSince = BothSides(Timestamp(nanoseconds: 0), Timestamp(nanoseconds: 0))
    private var inspected = BothSides(0, 0)

    /// Begins to look; `opener` is the side that is known to have opened the connection, and alone makes requests.
    init(_ environment: DialogueEnvironment, opener: FlowSide? = nil) {
        self.environment = environment
        self.opener = opener
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int {
        switch content {
        case .detecting: undecided.lower.count + undecided.upper.count
        case .http1(let dialogue): dialogue.bufferedByteCount
        case .http2(let dialogue): dialogue.bufferedByteCount
        case .tls(let dialogue): dialogue.bufferedByteCount
        case .dns(let dialogue): dialogue.bufferedByteCount
        case .nothing: 0
        }
    }

    /// Whether nothing further of a side is of interest.
    func isDone(with side: FlowSide) -> Bool {
        switch content {
        case .detecting: inspected[side] >= environment.limits.detectionWindow
        case .http1(let dialogue): dialogue.isDone(with: side)
        case .http2(let dialogue): dialogue.isDone(with: side)
        case .tls(let dialogue): dialogue.isDone(with: side)
        case .dns(let dialogue): dialogue.isDone(with: side)
        case .nothing: true
        }
    }

    /// Reads bytes that continue what a side sent.
    func read(_ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        switch content {
        case .detecting: detect(bytes, from: side, at: time, into: &findings)
        case .http1(let dialogue): dialogue.read(bytes, from: side, at: time, into: &findings)
        case .http2(let dialogue): dialogue.read(bytes, from: side, at: time, into: &findings)
        case .tls(let dialogue): dialogue.read(bytes, from: side, at: time, into: &findings)
        case .dns(let dialogue): dialogue.read(bytes, from: side, at: time, into: &findings)
        case .nothing: break
        }
    }

    /// Steps over bytes of a side that never came.
    func skip(_ count: Int, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]) {
        switch content {
        case .detecting: undecided[side] = []
        case .http1(let dialogue): dialogue.skip(count, from: side, at: time, into: &findings)
        case .http2(let dialogue): dialogue.skip(count, from: side, at: time, into: &findings)
        case .tls(let dialogue): dialogue.skip(count, from: side, at: time, into: &findings)
        case .dns(let dialogue): dialogue.skip(count, from: side, at: time, into: &findings)
        case .nothing: break
        }
    }

    /// Hands out what is unfinished, because nothing more will come.
    func finish(at time: Timestamp, into findings: inout [StreamFinding]) {
        switch content {
        case .http1(let dialogue): dialogue.finish(at: time, into: &findings)
        case .http2(let dialogue): dialogue.finish(at: time, into: &findings)
        case .tls(let dialogue): dialogue.finish(at: time, into: &findings)
        case .dns(let dialogue): dialogue.finish(at: time, into: &findings)
        case .detecting, .nothing: break
        }
        content = .nothing
    }
}

/// Recognition.
extension StreamDialogue {
    private func detect(
        _ bytes: Span<UInt8>, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) {
        inspected[side] += bytes.count
        if !undecided[side].isEmpty {
            undecided[side].append(bytes)
            let kept = undecided[side]
            let shape = shape(of: kept.span, from: side)
            if shape == .undecided, kept.count <= Self.undecidedLimit { return }
            undecided[side] = []
            if begin(shape, from: side, at: undecidedSince[side], into: &findings) {
                return read(kept.span, from: side, at: undecidedSince[side], into: &findings)
            }
        }
        let shape = shape(of: bytes, from: side)
        if shape == .undecided, bytes.count <= Self.undecidedLimit {
            undecided[side].append(bytes)
            undecidedSince[side] = time
        } else if begin(shape, from: side, at: time, into: &findings) {
            read(bytes, from: side, at: time, into: &findings)
        }
    }

    private func shape(of bytes: Span<UInt8>, from side: FlowSide) -> ContentShape {
        if environment.applicationProtocol == "h2", opener != nil {
            return HTTP2Beginning.shape(of: bytes, isOfClient: side == opener)
        }
        guard NameService(expectedIn: environment) != nil else { return ContentShape(bytes) }
        return switch DNSShape(stream: bytes) {
        case .query: .nameQuery
        case .response: .nameResponse
        case .other: ContentShape(bytes)
        }
    }

    /// Turns to the protocol that a side's bytes begin with; tells whether there is one.
    private func begin(
        _ shape: ContentShape, from side: FlowSide, at time: Timestamp, into findings: inout [StreamFinding]
    ) -> Bool {
        guard let (isAnswer, name) = shape.protocolBegun else { return false }
        let client = isAnswer ? side.opposite : side
        // What the answering side says is no request, however much it looks like one.
        guard opener == nil || opener == client else { return false }
        if opener == nil { findings.append(.opened(by: client)) }
        switch (name, NameService(expectedIn: environment)) {
        case (.tls, _): content = .tls(TLSDialogue(environment, client: client))
        case (.dns, let service?):
            content = .dns(DNSDialogue(environment, service))
            findings.append(.recognised(ApplicationProtocol(service)))
        case (.http, _) where shape == .http2Preface || shape == .http2Settings:
            content = .http2(HTTP2Dialogue(environment, client: client))
        default: content = .http1(HTTP1Dialogue(environment, client: client))
        }
        if name != .dns { findings.append(.recognised(name)) }
        let earlier = undecided[side.opposite]
        if !earlier.isEmpty {
            undecided[side.opposite] = []
            read(earlier.span, from: side.opposite, at: undecidedSince[side.opposite], into: &findings)
        }
        return true
    }
}
