internal import Glibc

/// Which processes hold which files open, as it was when the first file was asked for.
struct OpenFiles {
    /// The processes of one file.
    struct Holders {
        var names: [String] = []
        var numbers: [Int32] = []
    }

    private static let descriptorLimit = 2_000_000

    private var holders: [FileStatus.Identity: Holders] = [:]
    /// Processes whose open files could not be listed.
    private(set) var unreadable = 0

    /// Looks at every process but this one.
    init(_ sources: ContextSources) {
        var looked = 0
        for number in SmallFile.names(in: sources.processes, atMost: 1_000_000).compactMap({ Int32($0) }) {
            guard number != getpid() else { continue }
            let folder = "\(sources.processes)/\(number)"
            do throws(SystemError) {
                let table = try Descriptor.open(Array("\(folder)/fd".utf8), for: .following)
                let descriptors = try table.names(atMost: 100_000).names
                var name: String?
                for descriptor in descriptors where looked < Self.descriptorLimit {
                    looked += 1
                    let path = Array("\(folder)/fd/".utf8) + descriptor
                    // The name says what is no file, without a question to the file system.
                    guard Self.leadsToPath(path), let facts = FileFacts(path), facts.isFile else { continue }
                    let known =
                        name ?? SmallFile.lines("\(folder)/comm", limit: 4_096).first.map(String.init) ?? "\(number)"
                    name = known
                    add(known, number, facts.identity)
                }
            } catch {
                if !error.isAbsence { unreadable += 1 }
            }
        }
    }

    /// The processes that hold a file open, by name and number.
    func holders(of file: FileStatus.Identity) -> Holders { holders[file] ?? Holders() }

    private mutating func add(_ name: String, _ number: Int32, _ file: FileStatus.Identity) {
        var known = holders[file] ?? Holders()
        if !known.names.contains(name), known.names.count < 32 { known.names.append(name) }
        if !known.numbers.contains(number), known.numbers.count < 32 { known.numbers.append(number) }
        holders[file] = known
    }

    private static func leadsToPath(_ link: [UInt8]) -> Bool {
        var first: CChar = 0
        return unsafe withCString(link) { unsafe readlink($0, &first, 1) } == 1 && first == CChar(bitPattern: 0x2F)
    }
}
