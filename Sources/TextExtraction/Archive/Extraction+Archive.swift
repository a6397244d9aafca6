extension Extraction {
    /// Reads the members of an archive.
    ///
    /// zip, tar, 7z, cpio, ar, cab, lha and rar, through libarchive, which gets bytes and never a file. A zip file is read
    /// by its directory where that is of ordinary size, and by its members' own heads otherwise.
    func readArchive(_ file: FileInput) {
        guard depth < limits.depth else { return note(.capped("containers in one another")) }
        guard PackedHeads.isSevenZipOrdinary(beginning(of: file)) else {
            return note(.capped("directory of an archive"))
        }
        let mayMapDirectory = PackedHeads.isDirectoryOrdinary(file.bytes)
        guard let archive = PackedArchive(file.bytes, filter: nil, mayMapDirectory: mayMapDirectory) else {
            return note(.malformed)
        }
        var reading = ArchiveReading(archive, of: file, in: self)
        reading.run()
    }

    /// Reads what is in a compressed file: a tape archive's members, or the one file.
    func readCompressed(_ file: FileInput) {
        guard depth < limits.depth else { return note(.capped("containers in one another")) }
        let beginning = beginning(of: file)
        guard let compression = Compression(beginning) else { return note(.unsupported("compression")) }
        guard PackedHeads.dictionaryByteCount(beginning, compression) <= PackedHeads.dictionaryByteLimit else {
            return note(.capped("dictionary of a compression"))
        }
        let packed = PackedChunks(file.bytes)
        guard let next = packed.unpacked(compression, file) else { return note(.malformed) }
        let budget = UnpackingBudget(self, packedByteCount: file.bytes.count) { packed.fetchedByteCount }
        let stream = budget.stream(next)
        let name = Compression.contentName(of: file.name)
        if FileFormat.isTape(stream.beginning(FileFormat.beginningByteCount).span) {
            readArchive(FileInput(name: name, bytes: stream.source))
        } else {
            within(name) { readMember(stream, name) }
        }
        if let failure = packed.failure { note(.unreadable(failure.number)) }
    }
}

/// The packed bytes of a compressed file, chunk by chunk.
private final class PackedChunks {
    private(set) var fetchedByteCount: Int64 = 0
    private(set) var failure: InputError?
    private let bytes: ByteSource

    init(_ bytes: ByteSource) {
        self.bytes = bytes
    }

    func next() -> [UInt8] {
        do {
            let chunk = try bytes.bytes(PackedInput.byteCount, at: fetchedByteCount)
            fetchedByteCount += Int64(chunk.count)
            return chunk
        } catch {
            failure = error
            return []
        }
    }

    /// What gives the unpacked bytes; nothing where unpacking cannot begin.
    func unpacked(_ compression: Compression, _ file: FileInput) -> (() -> Result<[UInt8], OutcomeError>)? {
        switch compression {
        case .gzip: return InflateStream(.gzip, fetch: { self.next() })?.next
        case .zstd: return ZstdStream(fetch: { self.next() })?.next
        default:
            guard let archive = PackedArchive(file.bytes, filter: compression, mayMapDirectory: false) else {
                return nil
            }
            var isOpen = false
            return {
                defer { self.fetchedByteCount = archive.input.fetchedByteCount }
                if isOpen { return archive.more() }
                isOpen = true
                switch archive.next() {
                case .success: return archive.more()
                // Of a packed empty file nothing is left but a head and a tail.
                case .failure(let error):
                    let isEmpty = compression.emptyByteCounts.contains(archive.input.fetchedByteCount)
                    let isCut = error.outcome == .end && !isEmpty
                    return .failure(isCut ? OutcomeError(outcome: .truncated) : error)
                }
            }
        }
    }
}
