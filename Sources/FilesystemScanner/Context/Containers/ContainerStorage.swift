internal import Observation

/// Where container runtimes keep layers and volumes, and which of them a path lies in.
///
/// Docker: `overlay2/<layer>/diff`, whose writable layers are named in `image/overlay2/layerdb/mounts/<container>/mount-id`.
/// Podman and CRI-O (containers/storage): `overlay/<layer>/diff`, with `overlay-containers/containers.json`. containerd:
/// `io.containerd.snapshotter.v1.overlayfs/snapshots/<number>/fs`.
struct ContainerStorage {
    /// What a path turned out to be a part of.
    enum Part: Equatable {
        /// A layer of an image, or one whose kind could not be told.
        case layer(String)
        /// The layer that one container writes to.
        case writable(container: String)
        /// A volume, which outlives its container.
        case volume(String)
    }

    /// For each folder of a runtime, the containers that write to its layers.
    private var writers: [String: [String: String]] = [:]

    /// Judges a path without links.
    mutating func part(of path: [UInt8]) -> Part? {
        let parts = path.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        for index in parts.indices.dropFirst() where index + 1 < parts.count {
            let root = { "/" + parts[..<(index - 1)].joined(separator: "/") }
            switch (parts[index - 1], parts[index + 1]) {
            case ("overlay2", "diff"), ("overlay", "diff"), ("vfs", "dir"):
                return layer(parts[index], of: root(), isDocker: parts[index - 1] == "overlay2")
            case ("volumes", "_data"): return .volume(parts[index])
            case ("snapshots", "fs") where index > 1 && parts[index - 2].hasPrefix("io.containerd.snapshotter."):
                return .layer(parts[index])
            default: continue
            }
        }
        return nil
    }

    private mutating func layer(_ name: String, of root: String, isDocker: Bool) -> Part {
        let known = writers[root] ?? (isDocker ? Self.dockerWriters(root) : Self.storageWriters(root))
        writers[root] = known
        let base = name.hasSuffix("-init") ? String(name.dropLast(5)) : name
        return known[base].map(Part.writable) ?? .layer(name)
    }

    private static func dockerWriters(_ root: String) -> [String: String] {
        let folder = root + "/image/overlay2/layerdb/mounts"
        var writers: [String: String] = [:]
        for container in SmallFile.names(in: folder) {
            guard let layer = SmallFile.lines("\(folder)/\(container)/mount-id", limit: 4_096).first else { continue }
            writers[String(layer)] = container
        }
        return writers
    }

    private static func storageWriters(_ root: String) -> [String: String] {
        guard let bytes = SmallFile.bytes(root + "/overlay-containers/containers.json", limit: 16 << 20) else {
            return [:]
        }
        do throws(JSONError) {
            let containers = try JSONValue(parsing: bytes.span).elements.compactMap { container in
                container["layer"]?.string.flatMap { layer in container["id"]?.string.map { (layer, $0) } }
            }
            return Dictionary(containers) { first, _ in first }
        } catch {
            return [:]
        }
    }
}
