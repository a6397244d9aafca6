extension Extraction {
    /// Recognises a file and hands out its pieces of text.
    ///
    /// - Returns: The format that it was read in.
    @discardableResult
    package func read(_ file: FileInput) -> FileFormat {
        do throws(InputError) {
            let format = try FileFormat(recognising: file)
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
        case .text: readText(file)
        case .json: readJSON(file)
        case .jsonLines: readJSONLines(file)
        case .markdown: readMarkdown(file)
        case .yaml: readYAML(file)
        case .toml: readSettings(file)
        case .notebook: readNotebook(file)
        case .png: readPNG(file)
        case .jpeg: readJPEG(file)
        case .webP: readWebP(file)
        case .gguf: readGGUF(file)
        case .llamaState: readLlamaState(file)
        case .sqlite: readSQLite(file)
        case .archive: readArchive(file)
        case .compressed: readCompressed(file)
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
