extension Extraction {
    /// The fewest whole numbers in a row that are taken for tokens of a prompt.
    private static let fewestTokens = 8
    private static let largestToken: Int64 = 1 << 20

    /// Hands out the texts of a pickle, or of several behind one another, without running it.
    ///
    /// Lists of nothing but numbers that a model's vocabulary has are tokens where they are keys of a cache or are named
    /// so (`input_ids`, `tokens`), and are turned into text.
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
            readTokens(in: value, named: false, at: here.start)
            if let gap { return note(gap) }
            // Arrays and tensors may lie behind a pickle as they are.
            offset = machine.offset
            guard bytes.count - offset > 2, bytes[offset] == 0x80, (2...5).contains(bytes[offset + 1]) else { return }
        }
    }

    private func readTokens(in value: StoredValue, named isNamed: Bool, at place: String) {
        switch value {
        case .list(let list):
            if let tokens = Self.tokens(list, atLeast: isNamed ? 1 : Self.fewestTokens) {
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
                readTokens(in: pair.key, named: false, at: place)
                readTokens(in: pair.value, named: isNamed, at: place)
            }
        // An array of numbers of four bytes, as NumPy pickles it.
        case .bytes(let bytes) where isNamed && bytes.count % 4 == 0:
            var reader = ByteReader(bytes)
            var numbers: [StoredValue] = []
            while let number = try? reader.little(4), numbers.count < 1 << 20 { numbers.append(.number(Int64(number))) }
            if let tokens = Self.tokens(numbers, atLeast: 1) {
                readTokens(of: LlamaState(tokens: tokens), at: place, field: "tokens")
            }
        case .nothing, .number, .text, .bytes: return
        }
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
