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
        default: note(.unsupported(format.rawValue))
        }
    }
}
