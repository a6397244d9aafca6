internal import CArchive
internal import CZstd

/// Unpacks the payload of a journal's data object.
enum JournalPayload {
    /// The bytes `FIELD=value` of a payload, no more than the limit allows.
    static func unpack(_ bytes: [UInt8], _ packing: JournalFile.Packing, limit: Int) throws(ExtractionGap) -> [UInt8] {
        switch packing {
        case .none: return bytes
        case .lz4:
            var reader = ByteReader(bytes)
            let count = try reader.little(8)
            guard count <= UInt64(limit) else { throw .capped("unpacked bytes of a journal entry") }
            return try LZ4.unpack(bytes, from: 8, count: Int(count))
        case .zstandard: return try unpackZstandard(bytes, limit: limit)
        case .xz: return try unpackXZ(bytes, limit: limit)
        }
    }

    private static func unpackZstandard(_ bytes: [UInt8], limit: Int) throws(ExtractionGap) -> [UInt8] {
        let announced = unsafe bytes.withUnsafeBytes { unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
        // The two highest numbers mean that there is no frame, or that it does not say.
        guard announced < UInt64.max - 1 else { throw .malformed }
        guard announced <= UInt64(limit) else { throw .capped("unpacked bytes of a journal entry") }
        var output = [UInt8](repeating: 0, count: max(1, Int(announced)))
        let count = unsafe output.withUnsafeMutableBytes { output in
            unsafe bytes.withUnsafeBytes { input in
                unsafe ZSTD_decompress(output.baseAddress, output.count, input.baseAddress, input.count)
            }
        }
        guard ZSTD_isError(count) == 0, count <= output.count else { throw .malformed }
        return Array(output.prefix(count))
    }

    private static func unpackXZ(_ bytes: [UInt8], limit: Int) throws(ExtractionGap) -> [UInt8] {
        guard let archive = unsafe archive_read_new() else { throw .unreadable(12) }
        defer { unsafe archive_read_free(archive) }
        unsafe archive_read_support_filter_xz(archive)
        unsafe archive_read_support_format_raw(archive)
        let output: [UInt8]? = unsafe bytes.withUnsafeBytes { input in
            var entry: OpaquePointer?
            guard unsafe archive_read_open_memory(archive, input.baseAddress, input.count) == ARCHIVE_OK,
                unsafe archive_read_next_header(archive, &entry) == ARCHIVE_OK
            else { return nil }
            var (output, room) = ([UInt8](), [UInt8](repeating: 0, count: 64 << 10))
            while output.count <= limit {
                let count = unsafe room.withUnsafeMutableBytes { room in
                    unsafe archive_read_data(archive, room.baseAddress, room.count)
                }
                guard count >= 0 else { return nil }
                if count == 0 { break }
                output += room.prefix(count)
            }
            return output
        }
        guard let output else { throw .malformed }
        guard output.count <= limit else { throw .capped("unpacked bytes of a journal entry") }
        return output
    }
}
