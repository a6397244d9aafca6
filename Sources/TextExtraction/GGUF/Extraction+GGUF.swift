extension Extraction {
    /// Hands out the texts in a model's metadata: its name, licence, chat template.
    ///
    /// The vocabulary and its merges are not handed out, nor is a tensor looked at.
    func readGGUF(_ file: FileInput) {
        noting { () throws(ExtractionGap) in
            _ = try GGUFMetadata(file.bytes, wantsVocabulary: false) { key, index, text in
                guard !isStopped else { return }
                if let index {
                    emitPieces(text, at: "\(key)[\(index)]", field: "\(key)[*]")
                } else {
                    emitPieces(text, at: key, field: key)
                }
            }
        }
    }
}
