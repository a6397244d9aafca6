extension Extraction {
    /// Hands out the texts of one file of a LevelDB; what is newest is judged by this file alone.
    func readLevelDB(_ file: FileInput) {
        // Recognised by what it is and called something else, it is still read as what it is.
        let isNamed = LevelDBStore.number(of: file.name) != nil
        let name = isNamed ? file.name : "0.ldb"
        readLevelDB([FileInput(name: name, bytes: file.bytes, sibling: file.sibling)])
    }

    /// Hands out the texts of a LevelDB's folder, each version of each key with whether it is live or deleted.
    ///
    /// - Parameter files: The folder's files: tables (`.ldb`, `.sst`), logs, `CURRENT` and manifests.
    package func readLevelDB(_ files: [FileInput]) {
        let files = Array(files.prefix(limits.members))
        var store = LevelDBStore(files, self)
        let names = files.count > 1
        let meaning = LevelDBMeaning()
        store.forEach(before: meaning.learn) { record, file, state in
            emit(record, in: names ? file : "", state, meaning)
        }
    }

    private func emit(
        _ record: LevelDBRecord, in file: String, _ state: TextUnit.State, _ meaning: LevelDBMeaning
    ) {
        let prefix = file.isEmpty ? "" : "\(file) > "
        switch meaning.of(record) {
        case .nothing: return
        case .text(let key, let field, let text):
            emitPieces(text, at: "\(prefix)\(key)", state: state, field: field)
        case .value(let key, let field, let value):
            emit(value, at: ValuePlace(start: "\(prefix)\(key)", field: field, state: state))
        case .clone(let key, let field, let bytes, let keyText):
            if let keyText { emitPieces(keyText, at: "\(prefix)\(key) key", state: state, field: "\(field).key") }
            readClone(bytes, at: ValuePlace(start: "\(prefix)\(key)", field: field, state: state))
        case .missing(let gap): note(gap)
        case .bytes(let key, let field, let bytes):
            emitTexts(in: bytes, at: "\(prefix)\(key)", state: state, field: field)
        }
    }
}
