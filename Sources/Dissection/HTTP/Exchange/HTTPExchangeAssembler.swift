internal import Observation

/// Puts one exchange together from what either version of HTTP takes out of its framing, and tells it when both sides are
/// at their end.
///
/// The steps come in the order of the wire; those of the response may come before the request is whole. Whatever is not
/// whole when the connection ends is told by ``abandon(at:into:)``.
final class HTTPExchangeAssembler {
    /// The body bytes that are kept where they are unlikely to be words: of uploads, and of all responses.
    private static func shortLimit(_ limits: DissectionLimits) -> Int { min(limits.bodyBytes, limits.answerBytes) }

    private let environment: DialogueEnvironment
    private var exchange: HTTPExchange
    private var requestBody: HTTPBodyCollector
    private var responseBody: HTTPBodyCollector?
    private var call: LLMCallReader?
    /// About what the heads of both take.
    private var headByteCount: Int
    private var isRequestEnded = false
    private var isResponseEnded = false

    /// Whether the exchange was told; nothing more comes of it then.
    private(set) var isTold = false

    /// Begins with a request's head.
    ///
    /// - Parameters:
    ///   - request: the request, still without its body.
    ///   - transferCodings: codings of HTTP/1's framing that lie over the content's own, `chunked` left out.
    ///   - environment: the surroundings.
    ///   - time: when its first byte was captured.
    init(
        _ request: HTTPRequest, transferCodings: [String] = [], _ environment: DialogueEnvironment, at time: Timestamp
    ) {
        self.environment = environment
        exchange = HTTPExchange(request, at: time)
        headByteCount = request.headByteCount
        exchange.rpc = RPCCall(request)
        let limits = environment.limits
        requestBody = HTTPBodyCollector(
            codings: request.contentCodings + transferCodings,
            limit: HTTPSyntax.mayCarryWords(request.mediaType) ? limits.bodyBytes : Self.shortLimit(limits),
            messageReader: GRPCForm(mediaType: request.mediaType).map {
                GRPCMessageReader($0, coding: request.messageCoding, limit: limits.bodyBytes)
            })
    }

    /// Begins with a response whose request was not seen.
    static func unseen(_ environment: DialogueEnvironment, at time: Timestamp) -> HTTPExchangeAssembler {
        let scheme = environment.visibility == .clear ? "http" : "https"
        let assembler = HTTPExchangeAssembler(.unseen(scheme: scheme), environment, at: time)
        assembler.isRequestEnded = true
        return assembler
    }

    /// The request, without its body.
    var request: HTTPRequest { exchange.request }

    /// Bytes that are kept.
    var bufferedByteCount: Int {
        requestBody.bufferedByteCount + (responseBody?.bufferedByteCount ?? 0) + (call?.bufferedByteCount ?? 0)
            + headByteCount + exchange.request.content.bytes.count + (exchange.response?.content.bytes.count ?? 0)
    }
}

/// The request.
extension HTTPExchangeAssembler {
    /// Takes in body bytes of the request, without framing.
    func requestBody(_ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]) {
        exchange.end = max(exchange.end, time)
        if let weird = requestBody.add(bytes, { _ in }) { findings.append(.weird(weird, time)) }
    }

    /// Notes that body bytes of the request never came.
    func requestGap() {
        requestBody.loseBytes()
    }

    /// Ends the request; `isWhole` says whether all of its body came.
    func requestEnd(isWhole: Bool = true, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !isRequestEnded else { return }
        isRequestEnded = true
        if !isWhole { requestBody.cutOff() }
        requestBody.finish()
        exchange.request.content = requestBody.content
        exchange.rpc?.request = requestBody.messages
        if isWhole { exchange.requestEnd = time }
        exchange.end = max(exchange.end, time)
        if requestBody.isCapped { findings.append(.capped) }
        requestBody = HTTPBodyCollector(limit: 0)
        beginCall(at: time)
        tellIfEnded(into: &findings)
    }

    /// Follows the call of a model, once all is known of what was asked.
    private func beginCall(at time: Timestamp) {
        guard exchange.request.isSeen, let call = LLMCallReader(exchange.request, at: exchange.start) else { return }
        self.call = call
        // The answer may have begun already.
        guard let response = exchange.response else { return }
        call.response(response, at: exchange.responseStart ?? time)
        let early = responseBody?.content.bytes ?? response.content.bytes
        if !early.isEmpty { call.read(early.span, at: exchange.responseBodyStart ?? time) }
    }
}

/// The response.
extension HTTPExchangeAssembler {
    /// Takes in a response's head; after an informational one another head follows.
    ///
    /// - Parameters:
    ///   - response: the response, still without its body.
    ///   - transferCodings: codings of HTTP/1's framing that lie over the content's own, `chunked` left out.
    ///   - time: when its first byte was captured.
    func responseHead(_ response: HTTPResponse, transferCodings: [String] = [], at time: Timestamp) {
        guard !response.isInformational else {
            if exchange.informationalStatusCodes.count < 16 {
                exchange.informationalStatusCodes.append(response.statusCode)
            }
            return
        }
        exchange.response = response
        headByteCount += response.headByteCount
        exchange.responseStart = time
        call?.response(response, at: time)
        exchange.end = max(exchange.end, time)
        responseBody = HTTPBodyCollector(
            codings: response.contentCodings + transferCodings, limit: Self.shortLimit(environment.limits),
            messageReader: GRPCForm(mediaType: response.mediaType).map {
                GRPCMessageReader($0, coding: response.messageCoding, limit: environment.limits.bodyBytes)
            })
    }

    /// Takes in a field of the response's head or its trailers that tells how a remote procedure call ended.
    func responseField(_ name: String, _ value: String) {
        exchange.rpc?.take(name, value)
    }

    /// Notes that the answer will come in another version of HTTP.
    func switchProtocols() {
        exchange.informationalStatusCodes.append(101)
    }

    /// Takes in body bytes of the response, without framing.
    func responseBody(_ bytes: Span<UInt8>, at time: Timestamp, into findings: inout [StreamFinding]) {
        if exchange.responseBodyStart == nil { exchange.responseBodyStart = time }
        exchange.end = max(exchange.end, time)
        let call = call
        if let weird = responseBody?.add(bytes, { call?.read($0, at: time) }) {
            findings.append(.weird(weird, time))
            call?.loseBytes()
        }
    }

    /// Notes that body bytes of the response never came.
    func responseGap() {
        responseBody?.loseBytes()
        call?.loseBytes()
    }

    /// Ends the response; `isWhole` says whether all of its body came.
    func responseEnd(isWhole: Bool = true, at time: Timestamp, into findings: inout [StreamFinding]) {
        guard !isResponseEnded else { return }
        isResponseEnded = true
        if !isWhole {
            responseBody?.cutOff()
            call?.cutOff()
        }
        responseBody?.finish()
        if let responseBody {
            exchange.rpc?.response = responseBody.messages
            for field in responseBody.messageTrailers { responseField(field.name, field.value) }
            exchange.response?.content = responseBody.content
            if responseBody.isCapped, HTTPSyntax.mayCarryWords(exchange.response?.mediaType) {
                findings.append(.capped)
            }
        }
        exchange.end = max(exchange.end, time)
        responseBody = nil
        tellIfEnded(into: &findings)
    }

    /// Tells the exchange as far as it has come, because no more of it will be seen.
    func abandon(at time: Timestamp, into findings: inout [StreamFinding]) {
        requestEnd(isWhole: false, at: exchange.end, into: &findings)
        responseEnd(isWhole: false, at: exchange.end, into: &findings)
    }

    private func tellIfEnded(into findings: inout [StreamFinding]) {
        guard isRequestEnded, isResponseEnded, !isTold else { return }
        isTold = true
        findings.append(environment.message(.httpExchange(exchange), at: exchange.start))
        if let call = call?.finish(at: exchange.end) {
            findings.append(environment.message(.llmCall(call), at: exchange.start))
        }
        call = nil
        exchange.request.content = HTTPBody()
        exchange.response = nil
    }
}
