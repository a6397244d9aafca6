import Observation
import Testing

@testable import Dissection

@Suite("Calls of a real llama.cpp server (needs EARSHOT_REAL_SOFTWARE)")
struct ModelServerTests {
    @Test("every answer of the server reads as Python reads it, in the pieces in which it came and in single bytes")
    func agrees() throws {
        guard let recordings = ModelServerRecording.all() else { return }
        #expect(recordings.count >= 18)
        for recording in recordings {
            let call = RecordedCall(
                method: recording.method, target: recording.target, question: recording.question,
                status: recording.status, mediaType: recording.mediaType)
            let pieces = recording.pieces.map(Self.bytes)
            let read = try #require(call.read(pieces: pieces), "\(recording.target)")
            compare(read, recording)
            let single = call.read(pieces: pieces.flatMap { $0.map { [$0] } })
            #expect(single?.untimed == read.untimed, "\(recording.target)")
        }
    }

    private func compare(_ read: LLMCall, _ told: ModelServerRecording) {
        let name = Comment("\(told.target) \(told.mediaType)")
        #expect(read.isCertain, name)
        #expect(read.text == told.text, name)
        #expect(read.choices.first?.finishReason == told.finishReason, name)
        #expect(read.responseModel == told.model, name)
        #expect(read.usage.inputTokens == told.input, name)
        #expect(read.usage.outputTokens == told.output, name)
        #expect(read.usage.cachedTokens == told.cached, name)
        #expect(read.embeddingDimensions == told.dimensions, name)
        #expect(read.failure?.type == told.failure, name)
        #expect(read.isAnswerWhole, name)
    }

    private static func bytes(_ digits: String) -> [UInt8] {
        let values = digits.compactMap(\.hexDigitValue)
        return stride(from: 0, to: values.count - 1, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }
}
