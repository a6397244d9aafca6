extension Extraction {
    /// Hands out the conversation that a saved state of llama.cpp holds, by the vocabulary of the model that fits best.
    func readLlamaState(_ file: FileInput) {
        noting { () throws(ExtractionGap) in
            let state = try LlamaState(file.bytes)
            if state.mediaCount > 0 {
                note(.unsupported("images and sounds in a llama.cpp state"), count: state.mediaCount)
            }
            readTokens(of: state, field: "tokens")
        }
    }

    /// Hands out the text of tokens, or notes how many there are where no model fits.
    func readTokens(of state: LlamaState, at place: String = "", field: String) {
        note(tokens: state.tokens.count { $0 >= 0 })
        guard !state.tokens.isEmpty else { return }
        var best: ModelFit?
        var unknown: ExtractionGap?
        for model in models() {
            guard !isStopped else { return }
            do throws(ExtractionGap) {
                guard let fit = try ModelFit(model, state) else { continue }
                if fit.score > best?.score ?? .min { best = fit }
            } catch {
                unknown = error
            }
        }
        guard let best else {
            // A model that is there and can't be read may be the one.
            if let unknown { note(unknown) }
            return note(.unsupported("token numbers without a model that fits"))
        }
        emit(state.tokens, by: best, at: place, field: field)
    }

    private func emit(_ tokens: [Int32], by model: ModelFit, at place: String, field: String) {
        var text: [UInt8] = []
        var ends: [Int] = []
        for token in tokens {
            if token < 0 {
                text += Array("\u{FFFC}".utf8)
            } else {
                model.vocabulary.decode(Int(token), into: &text)
            }
            ends.append(text.count)
        }
        let prefix = place.isEmpty ? "" : "\(place) "
        let by = model.isSure ? model.name : "\(model.name), which may be another model's"
        for turn in ConversationTurns(text).turns {
            let first = ends.partition(above: turn.range.lowerBound)
            let last = min(ends.count, ends.partition(above: turn.range.upperBound - 1) + 1)
            emitPieces(
                Array(text[turn.range]), at: "\(prefix)tokens \(first)..<\(last) by \(by)", field: field,
                role: turn.role)
        }
    }
}

extension [Int] {
    /// The first index of a larger number, in ascending ones.
    fileprivate func partition(above number: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > number { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
