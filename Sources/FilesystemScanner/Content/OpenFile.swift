internal import Glibc
package import Observation
package import TextExtraction

/// A file that is open for reading, closed when nobody reads it any more.
///
/// It is only ever read: nothing is locked, and nothing beside it is made.
package final class OpenFile {
    let descriptor: Descriptor
    let status: FileStatus
    private let name: [UInt8]
    private let folder: [UInt8]

    /// Takes over a file that is open at a path, beside which the other files of a store are looked for.
    init(_ descriptor: consuming Descriptor, _ status: FileStatus, path: [UInt8]) {
        self.descriptor = descriptor
        self.status = status
        let slash = path.lastIndex(of: UInt8(ascii: "/"))
        name = slash.map { Array(path[($0 + 1)...]) } ?? path
        folder = slash.map { Array(path[..<max(1, $0)]) } ?? [UInt8(ascii: ".")]
    }

    /// Opens a file that somebody named, links followed.
    ///
    /// - Throws: ``FileError`` when it is not there, is no regular file, or can't be read.
    package convenience init(named path: String) throws(FileError) {
        guard let resolved = unsafe realpath(path, nil) else { throw FileError(SystemError.last) }
        defer { unsafe free(resolved) }
        let bytes = Array(unsafe String(cString: resolved).utf8)
        do throws(SystemError) {
            let descriptor = try Descriptor.open(bytes, for: .reading)
            let status = try descriptor.status()
            guard status.kind == .file else {
                throw SystemError(number: status.kind == .folder ? EISDIR : EINVAL)
            }
            self.init(descriptor, status, path: bytes)
        } catch {
            throw FileError(error)
        }
    }

    /// Its name without its folders, invalid UTF-8 replaced.
    var nameText: String { String(decoding: name, as: UTF8.self) }

    var path: [UInt8] { folder + [UInt8(ascii: "/")] + name }

    /// Its path, invalid UTF-8 replaced.
    var pathText: String { String(decoding: path, as: UTF8.self) }

    /// The models that may say what its tokens mean: those that are named, and those beside it.
    package func models(_ files: ModelFiles) -> [FileInput] { files.inputs(beside: path) }

    /// The format that its first bytes, or its name, say it has.
    func format(expecting expected: FileFormat?) throws(SystemError) -> FileFormat {
        var beginning = [UInt8](repeating: 0, count: FileFormat.beginningByteCount)
        let count = try descriptor.read(into: &beginning, at: 0)
        return FileFormat(beginning: beginning.span.extracting(0..<count), name: nameText, expecting: expected)
    }

    /// When it was last modified.
    package var modified: Timestamp { status.modified }

    /// What a reader of formats gets: the bytes, and those of the files beside it.
    package var input: FileInput {
        FileInput(name: nameText, bytes: source) { [folder] name in
            Self.beside(name, in: folder)
        }
    }

    /// The same, with no more than a number of the file's bytes, and without its holes.
    func input(upTo count: Int64) -> FileInput {
        let input = self.input
        let bytes = status.allocated < status.size ? withoutHoles : input.bytes
        guard bytes.count > count || bytes.count < status.size else { return input }
        return FileInput(name: input.name, bytes: bytes.part(0..<count), sibling: input.sibling)
    }

    /// The stretches that have blocks on disk, one behind the other; what lies behind the first thousand is left out.
    private var withoutHoles: ByteSource {
        var extents: [(start: Int64, data: Range<Int64>)] = []
        var (offset, total): (Int64, Int64) = (0, 0)
        while offset < status.size, extents.count < 1_000, let start = descriptor.nextData(from: offset) {
            let end = max(start + 1, min(status.size, descriptor.nextHole(from: start)))
            extents.append((total, start..<end))
            total += end - start
            offset = end
        }
        return ByteSource(count: total) { (offset, room) throws(InputError) in
            var filled = 0
            while filled < room.count, let extent = extents.last(where: { $0.start <= offset + Int64(filled) }) {
                let position = extent.data.lowerBound + offset + Int64(filled) - extent.start
                let wanted = min(room.count - filled, Int(clamping: extent.data.upperBound - position))
                guard wanted > 0 else { break }
                var piece = [UInt8](repeating: 0, count: wanted)
                let count = try self.read(into: &piece, at: position)
                guard count > 0 else { break }
                room.replaceSubrange(filled..<filled + count, with: piece[..<count])
                filled += count
            }
            return filled
        }
    }

    private var source: ByteSource {
        ByteSource(count: status.size) { (offset, room) throws(InputError) in try self.read(into: &room, at: offset) }
    }

    private func read(into room: inout [UInt8], at offset: Int64) throws(InputError) -> Int {
        do throws(SystemError) {
            return try descriptor.read(into: &room, at: offset)
        } catch {
            throw InputError(number: error.number)
        }
    }

    /// A file of the same folder; a name that leads elsewhere is none.
    private static func beside(_ name: String, in folder: [UInt8]) -> ByteSource? {
        guard !name.utf8.contains(UInt8(ascii: "/")) else { return nil }
        let path = folder + [UInt8(ascii: "/")] + Array(name.utf8)
        do throws(SystemError) {
            let descriptor = try Descriptor.open(path, for: .reading)
            let status = try descriptor.status()
            guard status.kind == .file else { return nil }
            return OpenFile(descriptor, status, path: path).source
        } catch {
            return nil
        }
    }
}

/// Why a file that was named can't be read.
package struct FileError: Error, Hashable, Sendable {
    /// What is wrong, lower case.
    package let reason: String

    init(_ error: SystemError) {
        reason =
            switch error.number {
            case ENOENT, ENOTDIR: "no such file"
            case EISDIR: "it is a folder"
            case EINVAL: "neither file nor folder"
            default: error.reason
            }
    }
}
