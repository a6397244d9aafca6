extension Extraction {
    /// Hands out the texts of a structured clone that is a file, or the value of a column: V8's, or Firefox's.
    func readStructuredClone(_ file: FileInput) {
        noting { () throws(ExtractionGap) in
            let bytes = try document(file)
            guard MozillaClone.beginsPacked(bytes.span) else { return readClone(bytes, at: ValuePlace()) }
            let unpacked = try Snappy.unpack(bytes, limit: limits.documentBytes)
            guard mayUnpack(unpacked.count) else { return }
            var clone = MozillaClone(unpacked)
            do throws(ExtractionGap) {
                emit(try clone.value(), at: ValuePlace())
            } catch {
                note(error)
                emitTexts(in: unpacked, at: "strings")
            }
        }
    }

    /// Hands out the texts of a structured clone as V8 and Blink write it; what is not understood gives up its strings.
    func readClone(_ bytes: [UInt8], at place: ValuePlace) {
        var clone = StructuredClone(bytes, limit: limits.documentBytes)
        do throws(ExtractionGap) {
            emit(try clone.value(), at: place)
        } catch {
            note(error)
            let locator = place.start.isEmpty ? "strings" : "\(place.start) strings"
            for text in StructuredClone.strings(in: bytes) {
                emitPieces(text, at: locator, state: place.state, field: place.field)
            }
        }
    }
}
