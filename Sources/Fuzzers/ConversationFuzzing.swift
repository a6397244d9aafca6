internal import Observation

@testable import Dissection

/// Both sides of a connection, in parts.
///
/// Of the byte before a part, the lowest bit is the side; six bits that are all set mean that the part never came; the
/// highest lets a second go by.
enum ConversationFuzzing {
    private static let environment = {
        var limits = DissectionLimits()
        limits.bodyBytes = 65_536
        limits.answerBytes = 16_384
        return DialogueEnvironment(limits: limits, serverPort: 443, keyLog: OwnSecrets.keyLog)
    }()

    static func readTLS(_ input: Span<UInt8>) {
        let dialogue = StreamDialogue(environment)
        converse(input) { bytes, side, time, findings in
            dialogue.read(bytes, from: side, at: time, into: &findings)
            return dialogue.bufferedByteCount
        } skip: { count, side, time, findings in
            dialogue.skip(count, from: side, at: time, into: &findings)
        } finish: { time, findings in
            dialogue.finish(at: time, into: &findings)
        }
    }

    /// Parts are what is inside the records of TLS 1.3; bits two and three of the byte before say of which type.
    static func readDecrypted(_ input: Span<UInt8>) {
        let dialogue = StreamDialogue(environment)
        var numbers: [UInt8] = [0, 0]
        var findings: [StreamFinding] = []
        let time = Timestamp(nanoseconds: 0)
        dialogue.read(OwnSecrets.clientHello.span, from: .lower, at: time, into: &findings)
        dialogue.read(OwnSecrets.serverHello.span, from: .upper, at: time, into: &findings)
        FuzzPieces.forEach(input) { meaning, bytes in
            let side = Int(meaning & 1)
            guard numbers[side] < .max else { return }
            let content = bytes.indices.prefix(16_384).map { bytes[$0] }
            let types: [UInt8] = [23, 22, 21, 20]
            let record = OwnSecrets.record(content, type: types[Int(meaning >> 1 & 3)], number: numbers[side])
            numbers[side] += 1
            dialogue.read(record.span, from: side == 0 ? .lower : .upper, at: time, into: &findings)
            FindingsCheck.take(&findings, keptBytes: dialogue.bufferedByteCount)
        }
        dialogue.finish(at: time, into: &findings)
        FindingsCheck.take(&findings, keptBytes: 0)
    }

    static func readHTTP1(_ input: Span<UInt8>) {
        let dialogue = HTTP1Dialogue(environment, client: .lower)
        converse(input) { bytes, side, time, findings in
            dialogue.read(bytes, from: side, at: time, into: &findings)
            return dialogue.bufferedByteCount
        } skip: { count, side, time, findings in
            dialogue.skip(count, from: side, at: time, into: &findings)
        } finish: { time, findings in
            dialogue.finish(at: time, into: &findings)
        }
    }

    static func readHTTP2(_ input: Span<UInt8>) {
        let dialogue = HTTP2Dialogue(environment, client: .lower)
        converse(input) { bytes, side, time, findings in
            dialogue.read(bytes, from: side, at: time, into: &findings)
            return dialogue.bufferedByteCount
        } skip: { count, side, time, findings in
            dialogue.skip(count, from: side, at: time, into: &findings)
        } finish: { time, findings in
            dialogue.finish(at: time, into: &findings)
        }
    }

    static func readQUIC(_ input: Span<UInt8>) {
        let dialogue = QUICDialogue(environment)
        converse(input) { bytes, side, time, findings in
            dialogue.read(bytes, from: side, at: time, into: &findings)
            return dialogue.bufferedByteCount
        } skip: { _, _, _, _ in
        } finish: { time, findings in
            dialogue.finish(at: time, into: &findings)
        }
    }

    static func readDTLS(_ input: Span<UInt8>) {
        let dialogue = DTLSDialogue(environment, client: .lower)
        converse(input) { bytes, side, time, findings in
            dialogue.read(bytes, from: side, at: time, into: &findings)
            return dialogue.bufferedByteCount
        } skip: { _, _, _, _ in
        } finish: { time, findings in
            dialogue.finish(at: time, into: &findings)
        }
    }

    private static func converse(
        _ input: Span<UInt8>,
        read: (Span<UInt8>, FlowSide, Timestamp, inout [StreamFinding]) -> Int,
        skip: (Int, FlowSide, Timestamp, inout [StreamFinding]) -> Void,
        finish: (Timestamp, inout [StreamFinding]) -> Void
    ) {
        var findings: [StreamFinding] = []
        var nanoseconds: Int64 = 1_700_000_000_000_000_000
        FuzzPieces.forEach(input) { meaning, bytes in
            nanoseconds += meaning & 0x80 == 0 ? 1_000 : 1_000_000_000
            let time = Timestamp(nanoseconds: nanoseconds)
            let side = meaning & 1 == 0 ? FlowSide.lower : .upper
            var keptBytes = 0
            if meaning & 0x7E == 0x7E {
                skip(bytes.count, side, time, &findings)
            } else {
                keptBytes = read(bytes, side, time, &findings)
            }
            FindingsCheck.take(&findings, keptBytes: keptBytes)
        }
        finish(Timestamp(nanoseconds: nanoseconds), &findings)
        FindingsCheck.take(&findings, keptBytes: 0)
    }
}
