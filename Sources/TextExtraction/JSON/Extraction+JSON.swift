extension Extraction {
    /// Hands out the strings of JSON texts, one or several one after another.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - fieldPrefix: What stands before the fields, where the text is part of something larger.
    func readJSON(_ file: FileInput, fieldPrefix: String = "") {
        var reading = JSONReading(file.bytes, in: self, fieldPrefix: fieldPrefix)
        reading.run()
    }

    /// Hands out the strings of a file with a JSON text in every line.
    func readJSONLines(_ file: FileInput) {
        var reading = JSONReading(file.bytes, in: self, isByLines: true)
        reading.run()
    }

    /// Hands out the strings of a notebook, the lines of a cell and of its output in one piece.
    ///
    /// Jupyter's format 4 stores a text over several lines as an array of them (nbformat, "multiline_string").
    func readNotebook(_ file: FileInput) {
        var reading = JSONReading(file.bytes, in: self, joinsStrings: true)
        reading.run()
    }
}
