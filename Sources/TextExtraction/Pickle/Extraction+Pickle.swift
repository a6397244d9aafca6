extension Extraction {
    /// The fewest whole numbers in a row that are taken for tokens of a prompt.
    private static let fewestTokens = 8
    private static let largestToken: Int64 = 1 << 20

    /// Hands out the texts of a pickle, or of several behind one another, without running it.
    ///
    /// Lists of nothing but numbers that a vocabulary may have are tokens where they are all of the pickle, as in the key of
    /// a cache, or are named so (`input_ids`, `tokens`); these are turned into text.
    func readPickle(_ file: FileInput) {
        noting { () throws(ExtractionGap) in
            readPickle(try document(file), at: ValuePlace())
        }
    }

    /// Hands out the texts of a pickle that is in memory.
    func readPickle(_ bytes: [UInt8], at place: ValuePlace) {
        var offset = 0
        while offset < bytes.count, !isStopped {
            var machine = PickleMachine(bytes, at: offset)
            let (value, gap) = machine.run()
            var here = place
            if offset > 0 { here.start = place.start.isEmpty ? "offset \(offset)" : "\(place.start) offset \(offset)" }
            emit(value, at: here)
            if case .list(let list) = value, let tokens = Self.tokens(list, atLeast: Self.fewestTokens) {
                readTokens(of: LlamaState(tokens: tokens), at: here.start, field: "tokens")
            } else {
                readTokens(in: value, named: false, at: here.start)
            }
            if let gap { return note(gap) }
            // Arrays and tensors may lie behind a pickle as they are.
            offset = machine.offset
            guard bytes.count - offset > 2, bytes[offset] == 0x80, (2...5).contains(bytes[offset + 1]) else { return }
        }
    }

    private func readTokens(in value: StoredValue, named isNamed: Bool, at place: String) {
        switch value {
        case .list(let list):
            if isNamed, let tokens = Self.tokens(list, atLeast: 2) {
                readTokens(of: LlamaState(tokens: tokens), at: place, field: "tokens")
            } else {
                for element in list { readTokens(in: element, named: isNamed, at: place) }
            }
        case .dictionary(let pairs):
            for pair in pairs {
                var isNamed = isNamed
                if case .text(let name) = pair.key {
                    isNamed = ["input_ids", "tokens", "token_ids", "prompt_tokens"].contains(
                        String(decoding: name, as: UTF8.self))
                }
                readTokens(in: pair.value, named: isNamed, at: place)
            }
        case .bytes(let bytes) where isNamed:
            if let tokens = Self.tokens(Self.numbers(bytes), atLeast: 2) {
                readTokens(of: LlamaState(tokens: tokens), at: place, field: "tokens")
            }
        case .nothing, .number, .text, .bytes: return
        }
    }

    /// An array of numbers of four or eight bytes, as NumPy pickles it.
    private static func numbers(_ bytes: [UInt8]) -> [StoredValue] {
        guard bytes.count % 4 == 0, bytes.count <= 4 << 20 else { return [] }
        let words = stride(from: 0, to: bytes.count, by: 4).map { start in
            bytes[start..<start + 4].reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) }
        }
        let isWide =
            words.count % 2 == 0 && words.count > 2 && words.indices.allSatisfy { $0 % 2 == 0 || words[$0] == 0 }
        return stride(from: 0, to: words.count, by: isWide ? 2 : 1).map { .number(words[$0]) }
    }

    private static func tokens(_ list: [StoredValue], atLeast fewest: Int) -> [Int32]? {
        guard list.count >= fewest else { return nil }
        var tokens: [Int32] = []
        for element in list {
            guard case .number(let number) = element, (0..<largestToken).contains(number) else { return nil }
            tokens.append(Int32(number))
        }
        return tokens
    }
}
