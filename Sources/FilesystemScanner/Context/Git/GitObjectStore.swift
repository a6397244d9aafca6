/// The objects of a repository, read without git, because a repository's configuration can make git run programs.
///
/// What is read is bounded by a budget of bytes that are unpacked; once it is spent, nothing more is found.
final class GitObjectStore {
    /// How large a commit, tag or tree may be, in bytes.
    static let objectLimit = 32 << 20
    private static let packLimit = 500
    private static let chainLimit = 4_096
    private static let cacheLimit = 32 << 20

    private struct Place: Hashable {
        let pack: Int
        let offset: Int64
    }

    private let folders: [[UInt8]]
    private let zlib = ZlibReader()
    private var packs: [GitPack]?
    private var cache: [Place: GitObject] = [:]
    private var cacheSize = 0
    private(set) var budget: Int

    /// Looks into a repository's folder of objects and those that it borrows from.
    init(_ folder: [UInt8], budget: Int) {
        var folders = [folder]
        var next = 0
        while next < folders.count, folders.count < 16 {
            let list = folders[next] + Array("/info/alternates".utf8)
            for line in (SmallFile.bytes(list) ?? []).split(separator: UInt8(ascii: "\n")) {
                let isAbsolute = line.first == UInt8(ascii: "/")
                let other = isAbsolute ? Array(line) : folders[next] + [UInt8(ascii: "/")] + line
                if !folders.contains(other), line.first != UInt8(ascii: "#") { folders.append(other) }
            }
            next += 1
        }
        self.folders = folders
        self.budget = budget
    }

    /// One object; nothing when it is not there, broken, too large, or the budget is spent.
    func object(_ id: GitObjectID) -> GitObject? {
        guard budget > 0 else { return nil }
        do throws(SystemError) {
            for (number, pack) in openPacks().enumerated() {
                guard let offset = try pack.offset(of: id) else { continue }
                if let object = try object(in: number, at: offset) { return object }
            }
        } catch {
            // A pack that cannot be read may have a loose copy beside it.
        }
        return loose(id)
    }

    private func loose(_ id: GitObjectID) -> GitObject? {
        for folder in folders {
            do throws(SystemError) {
                let file = try Descriptor.open(folder + Array("/\(id.looseName)".utf8), for: .reading)
                guard let text = try zlib.inflate(file, at: 0, limit: Self.objectLimit) else { return nil }
                budget -= text.count
                return GitObject(loose: text)
            } catch {
                continue
            }
        }
        return nil
    }

    private func openPacks() -> [GitPack] {
        if let packs { return packs }
        var found: [GitPack] = []
        for folder in folders {
            let place = String(decoding: folder, as: UTF8.self) + "/pack"
            for name in SmallFile.names(in: place) where name.hasSuffix(".idx") && found.count < Self.packLimit {
                do throws(SystemError) {
                    let path = folder + Array("/pack/\(name.dropLast(4))".utf8)
                    if let pack = try GitPack(path) { found.append(pack) }
                } catch {
                    continue
                }
            }
        }
        packs = found
        return found
    }

    /// Follows a chain of deltas down to what they change, and builds upwards.
    private func object(in number: Int, at start: Int64) throws(SystemError) -> GitObject? {
        let pack = openPacks()[number]
        var deltas: [(place: Place, bytes: [UInt8])] = []
        var held = 0
        var offset = start
        var base: GitObject?
        while base == nil {
            let place = Place(pack: number, offset: offset)
            if let known = cache[place] {
                base = known
                break
            }
            guard let entry = try pack.entry(at: offset), deltas.count < Self.chainLimit, held < Self.objectLimit else {
                return nil
            }
            switch entry {
            case .whole(let kind, let size, let dataOffset):
                guard let bytes = try inflate(pack, dataOffset, size) else { return nil }
                let object = GitObject(kind: kind, bytes: bytes)
                keep(object, at: place)
                base = object
            case .deltaOfOffset(let other, let size, let dataOffset):
                guard let bytes = try inflate(pack, dataOffset, size) else { return nil }
                deltas.append((place, bytes))
                held += bytes.count
                offset = other
            case .deltaOfObject(let id, let size, let dataOffset):
                guard let bytes = try inflate(pack, dataOffset, size) else { return nil }
                deltas.append((place, bytes))
                held += bytes.count
                guard let other = try pack.offset(of: id) else { return nil }
                offset = other
            }
        }
        guard var object = base else { return nil }
        for delta in deltas.reversed() {
            guard let bytes = GitObject.applying(delta.bytes, to: object.bytes, limit: Self.objectLimit) else {
                return nil
            }
            budget -= bytes.count
            object = GitObject(kind: object.kind, bytes: bytes)
            keep(object, at: delta.place)
        }
        return object
    }

    private func inflate(_ pack: GitPack, _ offset: Int64, _ size: Int) throws(SystemError) -> [UInt8]? {
        guard size <= Self.objectLimit, budget > 0 else { return nil }
        let bytes = try zlib.inflate(pack.pack, at: offset, limit: size)
        budget -= size
        return bytes?.count == size ? bytes : nil
    }

    private func keep(_ object: GitObject, at place: Place) {
        guard object.bytes.count <= Self.cacheLimit / 4 else { return }
        if cacheSize + object.bytes.count > Self.cacheLimit {
            cache = [:]
            cacheSize = 0
        }
        cacheSize += object.bytes.count
        cache[place] = object
    }
}
