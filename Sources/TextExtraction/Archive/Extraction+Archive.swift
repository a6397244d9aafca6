extension Extraction {
    /// Reads the members of an archive.
    ///
    /// zip, tar, 7z, cpio, ar, cab, lha and rar, through libarchive, which gets bytes and never a file. A zip file is read
    /// by its directory where that is of ordinary size, and by its members' own heads otherwise.
    func readArchive(_ file: FileInput) {
        guard PackedHeads.isSevenZipOrdinary(beginning(of: file)) else {
            return note(.capped("directory of an archive"))
        }
        open(file, filter: .none, singleName: "", mayMapDirectory: PackedHeads.isDirectoryOrdinary(file.bytes))
    }

    /// Reads what is in a compressed file: a tar archive's members, or the one file.
    func readCompressed(_ file: FileInput) {
        let beginning = beginning(of: file)
        guard let filter = PackedHeads.filter(beginning) else { return note(.unsupported("compression")) }
        guard PackedHeads.dictionaryByteCount(beginning, filter) <= PackedHeads.dictionaryByteLimit else {
            return note(.capped("dictionary of a compression"))
        }
        open(file, filter: filter, singleName: PackedHeads.contentName(of: file.name), mayMapDirectory: false)
    }

    private func open(_ file: FileInput, filter: PackedArchive.Filter, singleName: String, mayMapDirectory: Bool) {
        guard depth < limits.depth else { return note(.capped("containers in one another")) }
        guard let archive = PackedArchive(file.bytes, filter: filter, mayMapDirectory: mayMapDirectory) else {
            return note(.malformed)
        }
        var reading = ArchiveReading(archive, of: file, singleName: singleName, in: self)
        reading.run()
    }
}
