/// An input that is made of several parts: each begins behind a mark of two bytes with one byte that says how it is meant.
///
/// With marks instead of lengths the parts stay parts when bytes are put in or taken out.
struct FuzzPieces {
    /// What stands before the byte that says how a part is meant.
    static let mark: [UInt8] = [0xFA, 0x5E]

    /// Calls with each part and the byte before it; what stands before the first mark is meant as zero says.
    static func forEach(_ input: Span<UInt8>, _ body: (UInt8, Span<UInt8>) -> Void) {
        var meaning: UInt8 = 0
        var start = 0
        var index = 0
        while index + 2 < input.count {
            guard input[index] == mark[0], input[index + 1] == mark[1] else {
                index += 1
                continue
            }
            if index > start { body(meaning, input.extracting(start..<index)) }
            meaning = input[index + 2]
            index += 3
            start = index
        }
        if start < input.count { body(meaning, input.extracting(start..<input.count)) }
    }
}
