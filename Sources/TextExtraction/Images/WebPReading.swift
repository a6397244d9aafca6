extension Extraction {
    /// Hands out the texts of a WebP image: EXIF, XMP, and what stands behind its end.
    ///
    /// Layout: RFC 9649, section 2.
    func readWebP(_ file: FileInput) {
        do throws(InputError) {
            let head = try file.bytes.bytes(12, at: 0)
            guard head.count == 12 else { return note(.truncated) }
            let end = min(file.bytes.count, 8 + Self.length(head[4..<8]) + Self.length(head[4..<8]) % 2)
            if Self.length(head[4..<8]) + 8 > file.bytes.count { note(.truncated) }
            var offset: Int64 = 12
            while !isStopped, offset + 8 <= end {
                let chunk = try file.bytes.bytes(8, at: offset)
                guard chunk.count == 8 else { return note(.truncated) }
                let length = Self.length(chunk[4...])
                let kind = String(decoding: chunk[..<4], as: UTF8.self)
                if kind == "EXIF" || kind == "XMP " {
                    let limit = Int64(limits.documentBytes)
                    if length > limit { note(.capped("text of an image")) }
                    let body = try file.bytes.bytes(Int(min(length, limit)), at: offset + 8)
                    if Int64(body.count) < min(length, limit) { note(.truncated) }
                    kind == "EXIF" ? readEXIF(body, at: "EXIF") : readXMP(body, at: "XMP")
                }
                offset += 8 + length + length % 2
            }
            readBehind(file, from: end, "behind RIFF")
        } catch {
            note(.unreadable(error.number))
        }
    }

    private static func length(_ bytes: ArraySlice<UInt8>) -> Int64 {
        bytes.reversed().reduce(0) { $0 << 8 | Int64($1) }
    }
}
