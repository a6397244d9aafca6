internal import Observation

/// The images that containers were made from, as the runtimes note them on disk.
///
/// Nobody is asked: a runtime's socket would do more than answer, and may lead to another machine. The notes belong to
/// root, or for rootless runtimes to their user.
struct ContainerImages {
    /// What the runtimes' folders lie below; something only in tests.
    private let root: String
    /// Homes in which rootless runtimes keep theirs.
    private let homes: [String]
    private var names: [String: String?] = [:]

    /// The longest note that is taken in.
    private static let limit = 8 << 20

    init(root: String = "", homes: [String] = HostUsers().homes.map(\.path)) {
        self.root = root
        self.homes = homes
    }

    /// The name of a container's image; nothing when no runtime's note on it can be read.
    mutating func name(of container: ContainerReference) -> String? {
        if let known = names[container.id] { return known }
        let name = Self.isPlain(container.id) ? find(container.id) : nil
        names[container.id] = name
        return name
    }

    /// An identifier stands in paths here, so it must not lead anywhere else.
    private static func isPlain(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 || 0x41...0x5A ~= $0 }
    }

    private func find(_ id: String) -> String? {
        let shares = ["/var/lib"] + homes.map { $0 + "/.local/share" }
        for share in shares {
            if let note = document("\(share)/docker/containers/\(id)/config.v2.json") {
                if let name = note["Config"]?["Image"]?.string { return name }
            }
            if let name = podmanName(of: id, below: "\(share)/containers/storage/overlay-containers") { return name }
        }
        for namespace in ["k8s.io", "default", "moby"] {
            let note = document("/run/containerd/io.containerd.runtime.v2.task/\(namespace)/\(id)/config.json")
            if let name = note?["annotations"]?["io.kubernetes.cri.image-name"]?.string { return name }
        }
        return nil
    }

    /// Podman and CRI-O share a store; both write the name as it was asked for.
    private func podmanName(of id: String, below folder: String) -> String? {
        if let annotations = document("\(folder)/\(id)/userdata/config.json")?["annotations"] {
            if let name = annotations["io.kubernetes.cri-o.ImageName"]?.string { return name }
        }
        let containers = document("\(folder)/containers.json")?.elements ?? []
        let container = containers.first { $0["id"]?.string == id }
        guard let metadata = container?["metadata"]?.string else { return nil }
        return (try? JSONValue(parsing: metadata))?["image-name"]?.string
    }

    private func document(_ path: String) -> JSONValue? {
        guard let bytes = try? SystemFiles.bytes(of: root + path, limit: Self.limit).bytes else { return nil }
        return try? JSONValue(parsing: bytes.span)
    }
}

/// Names of images: `docker.io/library/name:tag`, `ghcr.io/owner/name@sha256:…`.
enum ImageName {
    /// The name without the registry that is meant when none is named.
    private static func short(_ name: String) -> Substring {
        var name = name[...]
        for prefix in ["docker.io/", "index.docker.io/", "library/"] where name.hasPrefix(prefix) {
            name = name.dropFirst(prefix.count)
        }
        return name
    }

    /// Whether a name is that of an image, whatever its tag, or of one below it.
    static func matches(_ name: String, _ image: String) -> Bool {
        let (name, image) = (short(name), short(image))
        guard name.hasPrefix(image) else { return false }
        guard let next = name.dropFirst(image.count).first else { return true }
        return ":@/-".contains(next)
    }
}
