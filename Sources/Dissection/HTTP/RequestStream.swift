internal import Observation

/// Finds out what a stream carries and hands it to the parser of that protocol.
///
/// A known protocol is looked for at the start of each run of bytes that arrived together, within the first bytes of the
/// direction, so a connection that was joined late or that upgrades to TLS is recognised too. Where HTTP was spoken
/// once, the search for the next request never ends.
struct RequestStream {
    private enum Mode {
        case detecting
        case http
        case tls
        case ignoring
    }

    /// How many bytes may be kept until a first line is told from something else.
    private static let undecidedLimit = 16_384

    private let environment: DialogueEnvironment
    private var mode = Mode.detecting
    private var undecided: [UInt8] = []
    private var undecidedSince = Timestamp(nanoseconds: 0)
    private var inspectedByteCount = 0
    private var hasSpokenHTTP = false
    private var http: HTTPRequestReader
    private var tls = ClientHelloReader()

    init(_ environment: DialogueEnvironment) {
        self.environment = environment
        http = HTTPRequestReader(environment)
    }

    /// Whether nothing further is of interest.
    var isIgnoring: Bool { mode == .ignoring }

    /// Bytes that are kept.
    var bufferedByteCount: Int { undecided.count + http.bufferedByteCount + tls.bufferedByteCount }

    /// Looks no further, and lets go of all that was kept.
    mutating func ignore() {
        mode = .ignoring
        undecided = []
        http = HTTPRequestReader(environment)
        tls = ClientHelloReader()
    }

    /// Reads bytes that continue the stream.
    mutating func read(_ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]) {
        var offset = 0
        while offset < bytes.count {
            let rest = bytes.extracting(offset..<bytes.count)
            switch mode {
            case .detecting:
                guard detect(rest, at: time, into: &findings) else { return }
                if undecided.isEmpty { continue }
                let began = undecided
                undecided = []
                offset = bytes.count
                read(began.span, at: undecidedSince, into: &findings)
            case .http: offset += readHTTP(rest, at: time, into: &findings)
            case .tls: offset += readTLS(rest, at: time, into: &findings)
            case .ignoring: return
            }
        }
    }

    /// Steps over missing bytes.
    mutating func skip(_ count: Int, into findings: inout [StreamFinding]) {
        undecided = []
        switch mode {
        case .http:
            guard !http.skip(count, into: &findings) else { return }
            http.finish(into: &findings)
            beginAgain()
        case .tls: beginAgain()
        case .detecting, .ignoring: break
        }
    }

    /// Hands out what is unfinished, because nothing more will come.
    mutating func finish(into findings: inout [StreamFinding]) {
        if mode == .http { http.finish(into: &findings) }
        ignore()
    }

    private mutating func beginAgain() {
        ignore()
        mode = .detecting
        inspectedByteCount = 0
    }

    /// Decides on the protocol; tells whether there is one to go on with.
    private mutating func detect(
        _ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]
    ) -> Bool {
        inspectedByteCount += bytes.count
        if !undecided.isEmpty {
            undecided.append(bytes)
            if adopt(ContentShape(undecided.span)) { return true }
            if undecided.count <= Self.undecidedLimit, ContentShape(undecided.span) == .undecided { return false }
            undecided = []
        }
        let shape = ContentShape(bytes)
        if adopt(shape) { return true }
        switch shape {
        case .httpResponse, .serverHello: ignore()
        case .undecided where bytes.count <= Self.undecidedLimit:
            undecided.append(bytes)
            undecidedSince = time
        default:
            if inspectedByteCount >= environment.limits.detectionWindow, !hasSpokenHTTP { ignore() }
        }
        return false
    }

    private mutating func adopt(_ shape: ContentShape) -> Bool {
        switch shape {
        case .httpRequest:
            mode = .http
            hasSpokenHTTP = true
        case .clientHello: mode = .tls
        default: return false
        }
        return true
    }

    private mutating func readHTTP(
        _ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]
    ) -> Int {
        let (consumed, outcome) = http.read(bytes, at: time, into: &findings)
        if outcome != .more { beginAgain() }
        return consumed
    }

    private mutating func readTLS(
        _ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]
    ) -> Int {
        switch tls.read(bytes, at: time) {
        case .more: return bytes.count
        case .hello(let hello, let time):
            if let name = hello.serverName { findings.append(.named(ServerName(name: name, source: .sni))) }
            findings.append(environment.message(.tlsHandshake(TLSHandshake(clientHello: hello)), at: time))
        case .malformed: findings.append(.weird(.malformedClientHello, time))
        }
        ignore()
        return bytes.count
    }
}
