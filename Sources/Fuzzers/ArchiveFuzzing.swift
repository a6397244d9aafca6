/// An archive or a compressed file, told by its first bytes.
enum ArchiveFuzzing {
    static func read(_ input: Span<UInt8>) {
        FileFuzzing.read(input.indices.map { input[$0] }, named: "a.tar")
    }
}
