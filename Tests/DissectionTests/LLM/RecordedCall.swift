import Observation
import Testing

@testable import Dissection

/// One exchange with a model's server, written out, and what is read of it.
struct RecordedCall: Sendable, CustomTestStringConvertible {
    var method = "POST"
    var target = "/v1/chat/completions"
    var host = "127.0.0.1:8080"
    var question = ""
    var questionType = "application/json"
    var isQuestionTruncated = false
    var status = 200
    var mediaType: String? = "application/json"
    var answer = ""

    var testDescription: String { "\(method) \(target) \(mediaType ?? "")" }

    var request: HTTPRequest {
        var request = HTTPRequest(method: method, target: target, version: "1.1")
        request.host = host
        request.contentType = questionType
        request.body = Array(question.utf8)
        request.content.isTruncated = isQuestionTruncated
        return request
    }

    var response: HTTPResponse {
        var response = HTTPResponse(statusCode: status, version: "1.1")
        response.contentType = mediaType
        return response
    }

    /// Reads the exchange with the answer in one piece.
    func read() -> LLMCall? { read(pieces: [Array(answer.utf8)]) }

    /// Reads the exchange with the answer in pieces; the head comes after one second, each piece a tenth later.
    func read(pieces: [[UInt8]], end: Int64? = nil) -> LLMCall? {
        guard let reader = LLMCallReader(request, at: Timestamp(seconds: 100)) else { return nil }
        reader.response(response, at: Timestamp(seconds: 101))
        var time: Int64 = 101_000_000_000
        for piece in pieces {
            time += 100_000_000
            reader.read(piece.span, at: Timestamp(nanoseconds: time))
        }
        return reader.finish(at: Timestamp(nanoseconds: time + 5_000_000_000))
    }

    /// Reads the exchange with the answer cut before each of these bytes.
    func read(cutAt places: [Int]) -> LLMCall? {
        let bytes = Array(answer.utf8)
        let ends = places + [bytes.count]
        return read(pieces: zip([0] + places, ends).map { Array(bytes[$0..<$1]) })
    }

    /// A stream of server-sent events, one for each JSON text.
    static func events(_ data: [String], named: Bool = false, end: String? = "[DONE]") -> String {
        let all = data + (end.map { [$0] } ?? [])
        return all.map { text in
            let type = text.split(separator: "\"").dropFirst(3).first ?? ""
            return (named ? "event: \(type)\n" : "") + "data: \(text)\n\n"
        }.joined()
    }
}

extension LLMCall {
    /// The call without what depends on how the answer was cut.
    var untimed: LLMCall {
        var call = self
        call.timing = LLMTiming()
        call.end = call.start
        return call
    }

    var text: String { choices.first?.text ?? "" }
}
