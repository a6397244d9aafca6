/// What ends the reading of a part is what is noted about it.
extension ExtractionGap: Error {}

extension ByteSource {
    /// Exactly so many bytes from an offset on.
    ///
    /// - Throws: ``ExtractionGap`` of kind `truncated` when there are fewer, `unreadable` when the system fails.
    func whole(_ wanted: Int, at offset: Int64) throws(ExtractionGap) -> [UInt8] {
        do throws(InputError) {
            let bytes = try bytes(wanted, at: offset)
            if bytes.count == wanted { return bytes }
        } catch {
            throw .unreadable(error.number)
        }
        throw .truncated
    }

    /// The bytes from an offset on, at most so many; fewer at the end.
    ///
    /// - Throws: ``ExtractionGap`` of kind `unreadable` when the system fails.
    func some(_ wanted: Int, at offset: Int64) throws(ExtractionGap) -> [UInt8] {
        do throws(InputError) {
            return try bytes(wanted, at: offset)
        } catch {
            throw .unreadable(error.number)
        }
    }
}

extension Extraction {
    /// Reads a part, and notes what ended it before its end.
    func noting(_ body: () throws(ExtractionGap) -> Void) {
        do throws(ExtractionGap) {
            try body()
        } catch {
            note(error)
        }
    }

    /// A document that is held in memory as a whole: the file, or as much of its beginning as the limits allow.
    func document(_ file: FileInput) throws(ExtractionGap) -> [UInt8] {
        if file.bytes.count > Int64(limits.documentBytes) { note(.capped("bytes of one document")) }
        return try file.bytes.some(limits.documentBytes, at: 0)
    }

    /// Hands out a text, in pieces where it is longer than one piece may be.
    func emitPieces(
        _ text: [UInt8], at locator: @autoclosure () -> String, state: TextUnit.State = .live, field: String = "",
        role: String? = nil
    ) {
        guard text.count > limits.unitBytes else {
            return emit(text, at: locator(), state: state, field: field, role: role)
        }
        var start = 0
        while start < text.count, !isStopped {
            var end = min(text.count, start + max(4, limits.unitBytes))
            // Not within a character of UTF-8.
            while end < text.count, end > start + 1, text[end] & 0xC0 == 0x80 { end -= 1 }
            let first = start
            emit(
                Array(text[start..<end]), at: "\(locator()) bytes \(first)..<\(end)", state: state, field: field,
                role: role)
            start = end
        }
    }
}
