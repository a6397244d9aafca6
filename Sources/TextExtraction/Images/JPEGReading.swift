extension Extraction {
    /// Hands out the texts of a JPEG image: comments, EXIF, XMP, IPTC, and what stands behind its end.
    ///
    /// Layout: ITU-T T.81, annex B; the names of the segments are those of EXIF 2.32, XMP part 3 and Photoshop's resources.
    func readJPEG(_ file: FileInput) {
        do throws(InputError) {
            var offset: Int64 = 2
            while !isStopped {
                let head = try file.bytes.bytes(4, at: offset)
                guard head.count >= 2 else { return note(.truncated) }
                guard head[0] == 0xFF else {
                    note(.malformed)
                    guard let next = try nextMark(file, from: offset) else { return }
                    offset = next
                    continue
                }
                switch head[1] {
                case 0xFF: offset += 1
                case 0xD9: return readBehind(file, from: offset + 2, "behind EOI")
                case 0x00, 0x01, 0xD0...0xD8: offset += 2
                default:
                    guard head.count == 4 else { return note(.truncated) }
                    let length = Int64(head[2]) << 8 | Int64(head[3])
                    guard length >= 2 else {
                        note(.malformed)
                        offset += 2
                        continue
                    }
                    try readSegment(file, head[1], length - 2, at: offset + 4)
                    offset += 2 + length
                    // Behind the head of a scan come its pixels, up to the next mark.
                    guard head[1] == 0xDA else { continue }
                    guard let next = try nextMark(file, from: offset) else { return note(.truncated) }
                    offset = next
                }
            }
        } catch {
            note(.unreadable(error.number))
        }
    }

    /// The next place with a mark that stands for itself.
    private func nextMark(_ file: FileInput, from start: Int64) throws(InputError) -> Int64? {
        var offset = start
        while !isStopped {
            let chunk = try file.bytes.bytes(1 << 16, at: offset)
            guard chunk.count >= 2 else { return nil }
            for index in 0..<chunk.count - 1 where chunk[index] == 0xFF {
                let mark = chunk[index + 1]
                if mark != 0, mark != 0xFF, !(0xD0...0xD7).contains(mark) { return offset + Int64(index) }
            }
            offset += Int64(chunk.count - 1)
        }
        return nil
    }

    private func readSegment(_ file: FileInput, _ mark: UInt8, _ length: Int64, at offset: Int64) throws(InputError) {
        guard mark == 0xFE || mark == 0xE1 || mark == 0xED else { return }
        let body = try file.bytes.bytes(Int(length), at: offset)
        if Int64(body.count) < length { note(.truncated) }
        switch mark {
        case 0xFE: readImageText(TextEncoding.repaired(body), at: "COM", field: "COM")
        case 0xE1: readApplicationSegment(body)
        default: readPhotoshop(body)
        }
    }

    private func readApplicationSegment(_ body: [UInt8]) {
        let packet = Array("http://ns.adobe.com/xap/1.0/\0".utf8)
        // Of a packet in several segments each has a digest of 32 digits, its whole length and its place in front.
        let extended = Array("http://ns.adobe.com/xmp/extension/\0".utf8)
        if body.starts(with: Array("Exif\0".utf8)) {
            readEXIF(body, at: "EXIF")
        } else if body.starts(with: packet) {
            readXMP(Array(body.dropFirst(packet.count)), at: "XMP")
        } else if body.starts(with: extended) {
            readXMP(Array(body.dropFirst(extended.count + 40)), at: "XMP")
        }
    }

    /// Hands out the IPTC texts among Photoshop's resources.
    ///
    /// Layout: Adobe Photoshop File Formats, "Image Resource Blocks"; IPTC IIM 4.2, chapter 1.
    private func readPhotoshop(_ body: [UInt8]) {
        let mark = Array("Photoshop 3.0\0".utf8)
        guard body.starts(with: mark) else { return }
        var rest = body.dropFirst(mark.count)
        while rest.starts(with: Array("8BIM".utf8)), rest.count >= 12 {
            let bytes = Array(rest.prefix(262))
            let nameCount = Int(bytes[6]) + 1
            let start = 6 + nameCount + nameCount % 2
            guard start + 4 <= bytes.count else { return note(.truncated) }
            let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            let content = rest.dropFirst(start + 4).prefix(length)
            if bytes[4] == 4, bytes[5] == 4 { readIPTC(Array(content)) }
            rest = rest.dropFirst(start + 4).dropFirst(length + length % 2)
        }
    }

    private func readIPTC(_ bytes: [UInt8]) {
        let names: [UInt8: String] = [
            5: "ObjectName", 25: "Keywords", 40: "SpecialInstructions", 80: "By-line", 105: "Headline",
            116: "Copyright",
            120: "Caption", 122: "Writer",
        ]
        var offset = 0
        while offset + 5 <= bytes.count, bytes[offset] == 0x1C {
            let length = Int(bytes[offset + 3]) << 8 | Int(bytes[offset + 4])
            guard length < 0x8000, offset + 5 + length <= bytes.count else { return note(.truncated) }
            if bytes[offset + 1] == 2, let name = names[bytes[offset + 2]] {
                let text = Array(bytes[(offset + 5)..<(offset + 5 + length)])
                emit(TextEncoding.repaired(text), at: "IPTC \(name)", field: name)
            }
            offset += 5 + length
        }
    }
}
