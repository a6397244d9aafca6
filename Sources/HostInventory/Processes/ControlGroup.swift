/// What the control groups of a process say about who runs it.
///
/// Both hierarchies are read: version 2 is one line `0::/path`, version 1 one line a controller.
package struct ControlGroup: Hashable, Sendable {
    /// The systemd unit, the innermost when units are nested.
    package private(set) var unit: String?

    /// The container.
    package private(set) var container: ContainerReference?

    /// Reads `/proc/PID/cgroup`; lines that do not read as such are passed over.
    init(parsing bytes: [UInt8]) {
        for line in bytes[...].lines {
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let components = fields[2].split(separator: UInt8(ascii: "/")).map(\.text)
            if container == nil {
                container = ContainerReference(groupPath: components)
            }
            // Only systemd's own hierarchies carry its units; other controllers may be anyone's.
            if unit == nil, fields[1].isEmpty || fields[1].elementsEqual("name=systemd".utf8) {
                unit = components.last(where: Self.isUnit)
            }
        }
    }

    private static func isUnit(_ component: String) -> Bool {
        guard component.hasSuffix(".service") || component.hasSuffix(".scope") else { return false }
        return ContainerReference(groupPath: [component]) == nil
    }
}

/// A container, as the name of its control group tells.
package struct ContainerReference: Hashable, Sendable {
    /// The container's identifier, or its name with LXC.
    package let id: String

    /// `docker`, `podman`, `containerd`, `cri-o`, `lxc`.
    package let runtime: String

    /// The name of the image it was made from, where its runtime's note on it can be read.
    package internal(set) var image: String?

    /// Names of scopes: what stands before the identifier.
    private static let scopes = [
        ("docker-", "docker"), ("libpod-", "podman"), ("cri-containerd-", "containerd"), ("nerdctl-", "containerd"),
        ("crio-", "cri-o"),
    ]

    /// Names of the groups above an identifier that stands alone.
    private static let parents = [
        "docker": "docker", "libpod_parent": "podman", "containerd": "containerd", "default": "containerd",
        "k8s.io": "containerd", "crio": "cri-o",
    ]

    /// Finds the outermost container in the path of a control group.
    init?(groupPath: [String]) {
        for (index, component) in groupPath.enumerated() {
            guard let found = Self.reference(component, below: index > 0 ? groupPath[index - 1] : nil, in: groupPath)
            else { continue }
            self = found
            return
        }
        return nil
    }

    private init(id: String, runtime: String) {
        self.id = id
        self.runtime = runtime
    }

    private static func reference(_ component: String, below parent: String?, in path: [String]) -> Self? {
        let bare = component.hasSuffix(".scope") ? String(component.dropLast(6)) : component
        for (prefix, runtime) in scopes where bare.hasPrefix(prefix) {
            // The monitor of a container, `libpod-conmon-…`, runs outside of it.
            let id = String(bare.dropFirst(prefix.count))
            return isIdentifier(id) ? Self(id: id, runtime: runtime) : nil
        }
        if let parent, isIdentifier(component) {
            if let runtime = parents[parent] { return Self(id: component, runtime: runtime) }
            if path.contains(where: { $0.hasPrefix("kubepods") }) { return Self(id: component, runtime: "containerd") }
        }
        if parent == "lxc" || parent == "lxc.payload", !component.isEmpty { return Self(id: component, runtime: "lxc") }
        if bare.hasPrefix("lxc.payload.") { return Self(id: String(bare.dropFirst(12)), runtime: "lxc") }
        return nil
    }

    /// Whether a name is the 64 hexadecimal digits that the runtimes make.
    private static func isIdentifier(_ name: String) -> Bool {
        name.utf8.count == 64 && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
