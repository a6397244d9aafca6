extension Extraction {
    /// Hands out a text out of an image: the strings of a JSON text, or the whole.
    func readImageText(_ text: [UInt8], at locator: String, field: String) {
        if let first = text.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            within(locator) { readJSON(FileInput(name: "", bytes: ByteSource(text)), fieldPrefix: field) }
        } else {
            emitPieces(text, at: locator, field: field)
        }
    }

    /// Reads what somebody hung on behind the end of an image: an archive, another image, text.
    func readBehind(_ file: FileInput, from offset: Int64, _ name: String) {
        guard !isStopped, offset > 0, offset < file.bytes.count else { return }
        within(name) { read(FileInput(name: name, bytes: file.bytes.part(offset..<file.bytes.count))) }
    }

    /// Hands out the values of an XMP packet (XMP Specification, part 1: RDF in XML).
    func readXMP(_ packet: [UInt8], at locator: String) {
        var markup = MarkupText(pieceByteCount: limits.unitBytes, hasAttributes: true) { text, name in
            self.emit(text, at: name.isEmpty ? locator : "\(locator) \(name)", field: name.isEmpty ? "XMP" : name)
        }
        markup.add(packet)
        markup.finish()
    }
}
