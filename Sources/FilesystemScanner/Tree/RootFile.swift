internal import Glibc
internal import Observation

/// A single file that somebody named.
struct RootFile: Sendable {
    let path: [UInt8]
    let place: CataloguedPlace?

    /// Takes an absolute path, links resolved.
    init(path: [UInt8], _ places: PlaceMap) {
        self.path = path
        let slash = (path.lastIndex(of: UInt8(ascii: "/")) ?? 0)
        place = places.place(ofFile: Array(path[(slash + 1)...]), in: places.states(at: Array(path[..<slash])))
    }

    var name: [UInt8] { Array(path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]) }
}

extension TreeWorker {
    /// Has a file examined that is named by itself; such files are read also when they have not changed.
    mutating func takeRoot(_ root: RootFile) {
        tally.found += 1
        do throws(SystemError) {
            let file = try Descriptor.open(root.path, for: .reading)
            let status = try file.status()
            guard status.kind == .file else { throw SystemError(number: ESTALE) }
            guard isWanted(status, path: { root.path }) else { return }
            let name = root.name
            try examine(file, status, root.place, name.span, number: false) { root.path }
        } catch {
            notes.fault("file", TreeFault(error)) { root.path }
        }
    }
}
