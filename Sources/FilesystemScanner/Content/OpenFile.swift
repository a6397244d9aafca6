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

    /// When it was last modified.
    package var modified: Timestamp { status.modified }

    /// What a reader of formats gets: the bytes, and those of the files beside it.
    package var input: FileInput {
        FileInput(name: String(decoding: name, as: UTF8.self), bytes: source) { [folder] name in
            Self.beside(name, in: folder)
        }
    }

    private var source: ByteSource {
        ByteSource(count: status.size) { (offset, room) throws(InputError) in
            do throws(SystemError) {
                return try self.descriptor.read(into: &room, at: offset)
            } catch {
                throw InputError(number: error.number)
            }
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
