/// The vocabulary of a model, which turns token numbers back into text.
///
/// Read are SentencePiece (`llama`: U+2581 stands for a blank, `<0xNN>` for a byte) and byte-level BPE (`gpt2`: each byte
/// is written as a character, of which the printable ones stand for themselves).
struct Vocabulary {
    /// What a token is to the tokenizer.
    enum Kind {
        case ordinary, control, byte
    }

    private enum Model {
        case sentencePiece, byteLevel
    }

    private let model: Model
    private let bytes: [UInt8]
    private let ends: [Int32]
    private let types: [UInt8]

    /// The vocabulary of a model file.
    ///
    /// - Throws: ``ExtractionGap`` of kind `unsupported` when its tokenizer is of another kind.
    init(_ metadata: GGUFMetadata) throws(ExtractionGap) {
        let name = String(decoding: metadata.texts["tokenizer.ggml.model"] ?? [], as: UTF8.self)
        switch name {
        case "llama": model = .sentencePiece
        case "gpt2": model = .byteLevel
        case "": throw .malformed
        // WordPiece (`bert`), `t5`, `rwkv` and what is yet to come. Only known names go into the text.
        case "bert", "t5", "rwkv", "plamo2", "none", "no_vocab": throw .unsupported("\(name) tokenizer")
        default: throw .unsupported("unknown tokenizer")
        }
        bytes = metadata.tokenBytes
        ends = metadata.tokenEnds
        types = metadata.tokenTypes
        guard !ends.isEmpty else { throw .malformed }
    }

    /// How many tokens there are.
    var count: Int { ends.count }

    /// What a token is.
    func kind(of token: Int) -> Kind {
        guard types.indices.contains(token) else { return .ordinary }
        switch types[token] {
        case 3: return .control
        case 6: return .byte
        default: return .ordinary
        }
    }

    /// A token as the vocabulary writes it; nothing for a number that it has not.
    func written(_ token: Int) -> ArraySlice<UInt8> {
        guard ends.indices.contains(token) else { return [] }
        return bytes[(token == 0 ? 0 : Int(ends[token - 1]))..<Int(ends[token])]
    }

    /// Puts a token's text at the end of others.
    func decode(_ token: Int, into text: inout [UInt8]) {
        let written = written(token)
        guard kind(of: token) != .control else {
            text += written
            return
        }
        // Tokens that are defined by the user stand for themselves in byte-level vocabularies.
        let isVerbatim = types.indices.contains(token) && types[token] == 4
        switch model {
        case .byteLevel where !isVerbatim: Self.decodeByteLevel(written, into: &text)
        case .byteLevel: text += written
        case .sentencePiece:
            if let byte = Self.byteToken(written) {
                text.append(byte)
            } else {
                Self.decodePiece(written, into: &text)
            }
        }
    }

    /// `<0x0A>` as the byte that it stands for.
    private static func byteToken(_ written: ArraySlice<UInt8>) -> UInt8? {
        guard written.count == 6, written.starts(with: [0x3C, 0x30, 0x78]), written.last == 0x3E else { return nil }
        return UInt8(String(decoding: written.dropFirst(3).dropLast(), as: UTF8.self), radix: 16)
    }

    private static func decodePiece(_ written: ArraySlice<UInt8>, into text: inout [UInt8]) {
        var index = written.startIndex
        while index < written.endIndex {
            if written[index] == 0xE2, written[index...].starts(with: [0xE2, 0x96, 0x81]) {
                text.append(0x20)
                index += 3
            } else {
                text.append(written[index])
                index += 1
            }
        }
    }

    private static func decodeByteLevel(_ written: ArraySlice<UInt8>, into text: inout [UInt8]) {
        for scalar in String(decoding: written, as: UTF8.self).unicodeScalars {
            if let byte = byte(of: scalar.value) {
                text.append(byte)
            } else {
                text += Array(String(scalar).utf8)
            }
        }
    }

    /// The byte that a character stands for: the 188 printable ones of Latin-1 for themselves, the others from U+0100 on.
    private static func byte(of scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: UInt8(scalar)
        case 0x100...0x120: UInt8(scalar - 0x100)
        case 0x121...0x142: UInt8(scalar - 0x121 + 0x7F)
        case 0x143: 0xAD
        default: nil
        }
    }
}
