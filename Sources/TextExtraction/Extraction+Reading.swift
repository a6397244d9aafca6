extension Extraction {
    /// Recognises a file and hands out its pieces of text.
    ///
    /// - Returns: The format that it was read in.
    @discardableResult
    package func read(_ file: FileInput) -> FileFormat {
        do throws(InputError) {
            let beginning = try file.bytes.bytes(FileFormat.beginningByteCount, at: 0)
            let format = FileFormat(beginning: beginning.span, name: file.name)
            read(file, as: format)
            return format
        } catch {
            note(.unreadable(error.number))
            return .binary
        }
    }

    /// Hands out the pieces of text of a file whose format is known.
    package func read(_ file: FileInput, as format: FileFormat) {
        switch format {
        case .gguf: readGGUF(file)
        case .llamaState: readLlamaState(file)
        case .levelDB: readLevelDB(file)
        case .memory: readMemory(file)
        case .pickle: readPickle(file)
        case .safetensors: readSafetensors(file)
        case .structuredClone: readStructuredClone(file)
        case .qtChat: readQtChat(file)
        case .journal: readJournal(file)
        default: note(.unsupported(format.rawValue))
        }
    }
}
