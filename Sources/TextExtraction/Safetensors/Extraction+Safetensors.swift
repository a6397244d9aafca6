extension Extraction {
    /// Hands out the texts in the metadata of a safetensors file: `__metadata__`, in which trainers leave prompts and paths.
    ///
    /// Layout: eight bytes of length, then JSON, then the tensors, which are not looked at.
    func readSafetensors(_ file: FileInput) {
        noting { () throws(ExtractionGap) in
            var bytes = WindowedSource(file.bytes)
            let length = try bytes.little(8)
            guard length <= UInt64(clamping: bytes.left) else { throw .truncated }
            guard length <= UInt64(limits.documentBytes) else { throw .capped("bytes of one document") }
            var reader = SafetensorsHeader(try bytes.take(Int(length)))
            try reader.forEachMetadata { name, text in
                let key = String(decoding: name.prefix(128), as: UTF8.self)
                emitPieces(text, at: "__metadata__.\(key)", field: "__metadata__.\(key)")
                return !isStopped
            }
        }
    }
}
