internal import CArchive

/// An archive or a compressed file that libarchive unpacks, one member after another.
///
/// Only what libarchive unpacks by itself is switched on, since for some compressions it would start programs, and one at
/// most, since compressions in one another multiply without a bound.
@safe final class PackedArchive {
    /// What came instead of a member or of bytes.
    enum Outcome: Equatable {
        case end, encrypted, malformed
        case truncated
        case unreadable(CInt)
    }

    /// A member's head.
    struct Member {
        let name: [UInt8]
        let isFile: Bool
        let isEncrypted: Bool
    }

    let input: PackedInput
    private let handle: OpaquePointer
    /// Where the next byte of the member goes, which lies behind a hole of a sparse file.
    private var position: Int64 = 0
    private var block: [UInt8] = []
    private var holeByteCount: Int64 = 0

    /// Opens an archive; nothing where no memory is left, or the bytes are none of what is read.
    ///
    /// - Parameters:
    ///   - bytes: Its bytes.
    ///   - filter: The compression of a file that is no archive; nothing for an archive.
    ///   - mayMapDirectory: Whether a directory may be held in memory.
    init?(_ bytes: ByteSource, filter: Compression?, mayMapDirectory: Bool) {
        guard let handle = unsafe archive_read_new() else { return nil }
        unsafe self.handle = handle
        input = PackedInput(bytes)
        unsafe Self.allowFormats(handle, filter, isSeekable: input.isSeekable && mayMapDirectory)
        unsafe input.connect(to: handle)
        if let code = filter?.code { _ = unsafe archive_read_append_filter(handle, code) }
        guard unsafe archive_read_open1(handle) >= ARCHIVE_WARN else { return nil }
    }

    deinit { _ = unsafe archive_read_free(handle) }

    private static func allowFormats(_ handle: OpaquePointer, _ filter: Compression?, isSeekable: Bool) {
        guard filter == nil else {
            _ = unsafe archive_read_support_format_raw(handle)
            _ = unsafe archive_read_support_format_empty(handle)
            return
        }
        _ = unsafe archive_read_support_format_tar(handle)
        _ = unsafe archive_read_support_format_cpio(handle)
        if isSeekable {
            _ = unsafe archive_read_support_format_zip(handle)
            _ = unsafe archive_read_support_format_7zip(handle)
        } else {
            _ = unsafe archive_read_support_format_zip_streamable(handle)
        }
        _ = unsafe archive_read_support_format_ar(handle)
        _ = unsafe archive_read_support_format_cab(handle)
        _ = unsafe archive_read_support_format_lha(handle)
        _ = unsafe archive_read_support_format_rar(handle)
        _ = unsafe archive_read_support_format_rar5(handle)
    }

    /// Whether passing over a member costs unpacking it.
    var unpacksToSkip: Bool {
        let format = unsafe archive_format(handle) & ARCHIVE_FORMAT_BASE_MASK
        return ![ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_TAR, ARCHIVE_FORMAT_CPIO, ARCHIVE_FORMAT_AR].contains(format)
    }

    /// Goes to the next member.
    ///
    /// - Returns: Its head, or why there is none; an archive whose heads cannot be read ends there.
    func next() -> Result<Member, OutcomeError> {
        var entry: OpaquePointer?
        var status = unsafe archive_read_next_header(handle, &entry)
        var attempts = 0
        while status == ARCHIVE_RETRY, attempts < 100 {
            attempts += 1
            status = unsafe archive_read_next_header(handle, &entry)
        }
        (position, block, holeByteCount) = (0, [], 0)
        if status == ARCHIVE_EOF { return .failure(OutcomeError(outcome: .end)) }
        guard status >= ARCHIVE_WARN, let entry = unsafe entry else {
            let isEncrypted = unsafe archive_read_has_encrypted_entries(handle) > 0
            return .failure(OutcomeError(outcome: isEncrypted ? .encrypted : failure))
        }
        return .success(
            Member(
                name: unsafe Self.name(entry),
                isFile: unsafe archive_entry_filetype(entry) == 0o100000 || archive_entry_filetype(entry) == 0,
                isEncrypted: unsafe archive_entry_is_encrypted(entry) != 0
            ))
    }

    /// More of the member's bytes; holes of sparse files are zeros.
    ///
    /// - Returns: The bytes, or why there are none.
    func more() -> Result<[UInt8], OutcomeError> {
        if holeByteCount > 0 {
            let count = min(holeByteCount, Int64(PackedInput.byteCount))
            holeByteCount -= count
            return .success([UInt8](repeating: 0, count: Int(count)))
        }
        if !block.isEmpty {
            defer { block = [] }
            return .success(block)
        }
        var bytes: [UInt8] = []
        var offset: Int64 = 0
        var attempts = 0
        // A block may be empty without being the last.
        while bytes.isEmpty {
            var start: UnsafeRawPointer?
            var count = 0
            let status = unsafe archive_read_data_block(handle, &start, &count, &offset)
            if status == ARCHIVE_EOF { return .failure(OutcomeError(outcome: .end)) }
            attempts += 1
            guard status >= ARCHIVE_WARN, attempts < 1_000 else { return .failure(OutcomeError(outcome: failure)) }
            if let start = unsafe start, count > 0 {
                bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
            }
        }
        let hole = offset.subtractingReportingOverflow(position)
        let end = offset.addingReportingOverflow(Int64(bytes.count))
        guard !hole.overflow, !end.overflow else { return .failure(OutcomeError(outcome: .malformed)) }
        position = end.partialValue
        guard hole.partialValue > 0 else { return .success(bytes) }
        (holeByteCount, block) = (hole.partialValue, bytes)
        return more()
    }

    /// Passes over the rest of a member without unpacking it.
    func skip() { _ = unsafe archive_read_data_skip(handle) }

    private var failure: Outcome {
        if let failure = input.failure { return .unreadable(failure.number) }
        return input.isAtEnd ? .truncated : .malformed
    }

    /// The name as UTF-8 where libarchive can tell, or as it is stored.
    private static func name(_ entry: OpaquePointer) -> [UInt8] {
        let text = unsafe archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
        guard let text = unsafe text else { return [] }
        var bytes: [UInt8] = []
        var index = 0
        while bytes.count < 4_096, unsafe text[index] != 0 {
            bytes.append(UInt8(bitPattern: unsafe text[index]))
            index += 1
        }
        return bytes
    }
}

/// Why there is no further member, or no further byte of one.
struct OutcomeError: Error, Equatable {
    let outcome: PackedArchive.Outcome
}
