extension Extraction {
    /// Hands out the texts of a PNG image: `tEXt`, `zTXt`, `iTXt`, `eXIf`, and what stands behind its end.
    ///
    /// Layout: Portable Network Graphics (Third Edition), sections 5.3 and 11.3.3. Pixels are never looked at. ComfyUI keeps
    /// its workflow there as JSON under `prompt` and `workflow`, AUTOMATIC1111 its request under `parameters`.
    func readPNG(_ file: FileInput) {
        do throws(InputError) {
            var offset: Int64 = 8
            var isEnded = false
            while !isStopped, !isEnded {
                let head = try file.bytes.bytes(8, at: offset)
                guard head.count == 8 else { return note(.truncated) }
                let length = Int64(head[0]) << 24 | Int64(head[1]) << 16 | Int64(head[2]) << 8 | Int64(head[3])
                let kind = String(decoding: head[4...], as: UTF8.self)
                guard length < 1 << 31, head[4...].allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) else {
                    note(.malformed)
                    break
                }
                if ["tEXt", "zTXt", "iTXt", "eXIf"].contains(kind) {
                    try readPNGChunk(file, kind, length, at: offset)
                }
                offset += length + 12
                isEnded = kind == "IEND"
            }
            readBehind(file, from: offset, "behind IEND")
        } catch {
            note(.unreadable(error.number))
        }
    }

    private func readPNGChunk(_ file: FileInput, _ kind: String, _ length: Int64, at offset: Int64) throws(InputError) {
        let limit = Int64(limits.documentBytes)
        let body = try file.bytes.bytes(Int(min(length, limit)), at: offset + 8)
        if length > limit { note(.capped("text of an image")) }
        guard length > limit || Int64(body.count) == length else {
            note(.truncated)
            return readPNGText(body, kind)
        }
        if length <= limit {
            let stored = try file.bytes.bytes(4, at: offset + 8 + length)
            let sum = Checksum.crc32(Array(kind.utf8) + body)
            if stored.count < 4 {
                note(.truncated)
            } else if stored != [UInt8(sum >> 24), UInt8(sum >> 16 & 0xFF), UInt8(sum >> 8 & 0xFF), UInt8(sum & 0xFF)] {
                note(.badChecksum)
            }
        }
        readPNGText(body, kind)
    }

    private func readPNGText(_ body: [UInt8], _ kind: String) {
        if kind == "eXIf" { return readEXIF(body, at: "eXIf") }
        guard let end = body.prefix(80).firstIndex(of: 0) else { return note(.malformed) }
        let keyword = String(decoding: TextEncoding.latin1(Array(body[..<end])), as: UTF8.self)
        var text = Array(body[(end + 1)...])
        switch kind {
        case "zTXt":
            guard text.first == 0, let unpacked = inflate(text.dropFirst()) else { return note(.malformed) }
            text = unpacked
        case "iTXt":
            guard text.count >= 2 else { return note(.malformed) }
            let isPacked = text[0] == 1
            // Behind two flags stand a language tag and the translated keyword, each ended by a zero.
            let parts = text.dropFirst(2).split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return note(.malformed) }
            guard isPacked else {
                text = Array(parts[2])
                break
            }
            guard let unpacked = inflate(parts[2]) else { return note(.malformed) }
            text = unpacked
        default: break
        }
        readImageText(TextEncoding.repaired(text), at: "\(kind) \(keyword)", field: keyword)
    }

    /// Unpacks a zlib stream, as far as it goes and the limits allow; nothing where it is none.
    private func inflate(_ packed: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = Array(packed)
        guard
            let stream = InflateStream(
                .zlib,
                fetch: {
                    defer { rest = [] }
                    return rest
                })
        else { return nil }
        var text: [UInt8] = []
        while case .success(let bytes) = stream.next() {
            guard mayUnpack(bytes.count) else { return text }
            text.append(contentsOf: bytes)
            guard text.count < limits.documentBytes else {
                note(.capped("text of an image"))
                return text
            }
        }
        if case .failure(let error) = stream.next(), error.outcome != .end {
            guard !text.isEmpty else { return nil }
            noteEnd(error.outcome)
        }
        return text
    }
}
