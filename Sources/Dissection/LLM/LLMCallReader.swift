package import Observation

/// Follows one HTTP exchange that calls a model's API.
///
/// It is given the request whole, then the response's head, then its decoded body in pieces of any size, then the end. What it
/// keeps is bounded by ``LLMLimits``; where the pieces are cut makes no difference but to the times.
package final class LLMCallReader {
    private var call: LLMCall
    private var answer: LLMAnswer
    private var framing: LLMAnswerFraming
    private let requestByteCount: Int
    private var firstPiece: Timestamp?
    private var lastPiece: Timestamp?
    private var lastByte: Timestamp?

    /// Begins with a request; nothing when it calls no API that is known.
    ///
    /// - Parameters:
    ///   - request: the request with its body, content codings undone, as far as it was kept.
    ///   - time: when the request was seen.
    package init?(_ request: HTTPRequest, at time: Timestamp) {
        let target = LLMRequestTarget(request)
        // Most requests are no calls, and their bodies need no reading.
        guard LLMRoute.isPossible(target) else { return nil }
        let body = JSONPrefix(request.body.span)
        guard let route = LLMRoute(target, body: body?.value) else { return nil }
        call = LLMCall(request: request, route: route, body: body, at: time)
        answer = LLMAnswer(to: route.operation)
        let isStreamed = call.parameters.isStreamed ?? false
        framing = LLMAnswerFraming(
            limit: route.operation == .embeddings ? LLMLimits.answerBody / 4 : LLMLimits.answerBody,
            isArrayStream: isStreamed && route.operation == .generateContent)
        requestByteCount = call.messages.reduce(0) { count, message in
            message.toolCalls.reduce(count + message.text.utf8.count) { $0 + $1.arguments.utf8.count }
        }
    }

    /// Bytes that are kept, roughly.
    package var bufferedByteCount: Int { requestByteCount + answer.keptByteCount + framing.bufferedByteCount }

    /// Takes the response's head; interim ones say nothing.
    package func response(_ head: HTTPResponse, at time: Timestamp) {
        guard !head.isInformational else { return }
        call.response = head
        call.response?.content = HTTPBody()
        // What is coded in a way that is not known is not handed on.
        framing.announce(head.mediaType, isReadable: ContentCoding.list(head.contentCodings) != nil)
        lastByte = time
    }

    /// Takes the next bytes of the response's body, content codings undone.
    package func read(_ body: Span<UInt8>, at time: Timestamp) {
        guard body.count > 0 else { return }
        lastByte = time
        let before = answer.textByteCount
        var pieces: [JSONValue] = []
        framing.read(body, into: &pieces)
        for piece in pieces { answer.take(piece) }
        if framing.isStream, answer.textByteCount > before { notePiece(at: time) }
    }

    /// Notes that bytes of the response's body never came.
    package func loseBytes() {
        framing.loseBytes()
    }

    /// Notes that the response's body ends before its end.
    package func cutOff() {
        framing.cutOff()
    }

    /// Ends the exchange and tells what was read of it.
    package func finish(at time: Timestamp) -> LLMCall {
        let before = answer.textByteCount
        var pieces: [JSONValue] = []
        framing.finish(into: &pieces)
        for piece in pieces { answer.take(piece) }
        if framing.isStream, answer.textByteCount > before { notePiece(at: lastByte ?? time) }
        call.take(answer)
        call.isAnswerWhole = isAnswerWhole
        call.end = lastByte ?? call.start
        call.timing.duration = lastByte.flatMap { Self.seconds(from: call.start, to: $0) }
        call.timing.firstToken = firstPiece.flatMap { Self.seconds(from: call.start, to: $0) }
        call.timing.tokensPerSecond = answer.tokensPerSecond ?? observedRate
        return call
    }

    private var isAnswerWhole: Bool {
        guard call.response != nil || framing.hasBody, !framing.isCut, !answer.isBounded else { return false }
        if framing.isStream { return framing.isEndMarked || answer.isEnded }
        return framing.isWholeText || !framing.hasBody
    }

    private func notePiece(at time: Timestamp) {
        call.timing.pieceCount += 1
        firstPiece = firstPiece ?? time
        lastPiece = time
    }

    /// The tokens behind the first one over the time that they took to come.
    private var observedRate: Double? {
        guard let tokens = answer.usage.outputTokens, tokens > 1, let firstPiece, let lastPiece,
            let time = Self.seconds(from: firstPiece, to: lastPiece), time > 0
        else { return nil }
        return Double(tokens - 1) / time
    }

    private static func seconds(from start: Timestamp, to end: Timestamp) -> Double? {
        let (difference, overflow) = end.nanoseconds.subtractingReportingOverflow(start.nanoseconds)
        return overflow || difference < 0 ? nil : Double(difference) / 1e9
    }
}
