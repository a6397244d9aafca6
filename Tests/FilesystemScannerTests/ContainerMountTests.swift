import Knowledge
import TestSupport
import Testing

@testable import FilesystemScanner

@Suite("What a container's paths stand for")
struct ContainerMountTests {
    private static let host = """
        22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
        23 22 259:3 / /var rw,relatime shared:2 - ext4 /dev/nvme0n1p3 rw
        24 22 0:21 / /proc rw - proc proc rw
        25 22 0:30 /@home /home rw - btrfs /dev/sdb rw,subvol=/@home
        """
    private static let inner = """
        600 500 0:55 / / rw,relatime - overlay overlay rw,lowerdir=/l/A:/l/B,upperdir=/var/lib/docker/overlay2/ab/diff,workdir=/w
        601 600 0:60 / /proc rw,nosuid - proc proc rw
        602 600 0:61 / /dev/shm rw - tmpfs shm rw
        603 600 259:3 /lib/docker/volumes/open-webui/_data /app/backend/data rw - ext4 /dev/nvme0n1p3 rw
        604 600 0:30 /@home/ann/My\\040Models /models ro - btrfs /dev/sdb rw
        605 600 259:2 /srv /srv rw - ext4 /dev/nvme0n1p2 rw
        606 600 8:99 / /elsewhere rw - xfs /dev/sdz rw
        """

    private static func table(_ text: String) -> MountTable { MountTable(parsing: Array(text.utf8)) }

    private static var mounts: [ContainerMount] { ContainerMount.mounts(of: table(inner), on: table(host)) }

    @Test("layers, volumes and folders of this host are found; file systems of the namespace alone are not")
    func mapping() {
        #expect(
            Self.mounts == [
                ContainerMount(inside: "/", outside: "/var/lib/docker/overlay2/ab/diff"),
                ContainerMount(inside: "/app/backend/data", outside: "/var/lib/docker/volumes/open-webui/_data"),
                ContainerMount(inside: "/models", outside: "/home/ann/My Models"),
                ContainerMount(inside: "/srv", outside: "/srv"),
            ])
    }

    @Test(
        "a path lies where the mounts put it, the deepest first",
        arguments: [
            (
                "/app/backend/data/webui.db",
                [
                    "/var/lib/docker/volumes/open-webui/_data/webui.db",
                    "/var/lib/docker/overlay2/ab/diff/app/backend/data/webui.db",
                ]
            ),
            ("/app/backend/database/x", ["/var/lib/docker/overlay2/ab/diff/app/backend/database/x"]),
            ("{home}/.x", ["/var/lib/docker/overlay2/ab/diff/root/.x"]),
            ("/models/*.gguf", ["/home/ann/My Models/*.gguf", "/var/lib/docker/overlay2/ab/diff/models/*.gguf"]),
            ("/models", ["/var/lib/docker/overlay2/ab/diff/models"]),
            ("relative", []),
        ])
    func paths(template: String, expected: [String]) {
        var context = PlaceContext(home: HomeFolder(userName: "root", userID: 0, path: "/root"))
        context.mounts = Self.mounts
        #expect(PathTemplate(template).patterns(in: context).map(\.text) == expected)
    }

    @Test("a star of a mount stands for every container, and the walk starts above it")
    func layers() throws {
        let tree = try TemporaryTree()
        for layer in ["one", "two"] { try tree.write("overlay2/\(layer)/diff/app/data.db", "x") }
        var context = PlaceContext(home: nil)
        context.mounts = [ContainerMount(inside: "/", outside: tree.path + "/overlay2/*/diff")]
        let pattern = try #require(PathTemplate("/app/*.db").patterns(in: context).first)
        #expect(String(decoding: pattern.anchor, as: UTF8.self) == tree.path + "/overlay2")
        var artifact = Artifact(id: "tried.place", title: "Place", paths: [], format: .binary)
        artifact.containerPaths = [PathTemplate("/app/*.db")]
        #expect(artifact.patterns(in: context).count == 1)
        #expect(artifact.patterns(in: PlaceContext(home: nil)).isEmpty)
    }

    @Test("mounts of random bytes never trap, and no path grows out of them that is not absolute", arguments: 0..<200)
    func random(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes = Array(Self.inner.utf8)
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        let mounts = ContainerMount.mounts(of: MountTable(parsing: bytes), on: Self.table(Self.host))
        #expect(mounts.allSatisfy { $0.outside.utf8.first == UInt8(ascii: "/") })
        var context = PlaceContext(home: nil)
        context.mounts = mounts
        _ = PathTemplate("/app/**/x").patterns(in: context)
    }

    @Test("every shorter mount table is read as far as it goes", arguments: [0, 1, 7, 40, 41, 90, 200, 333, 480])
    func prefixes(length: Int) {
        let text = Array(Self.inner.utf8.prefix(length))
        #expect(ContainerMount.mounts(of: MountTable(parsing: text), on: Self.table(Self.host)).count <= 4)
    }
}

extension PathPattern {
    /// The path as a glob.
    var text: String {
        let rest = segments.map { segment in
            switch segment {
            case .name(let bytes): String(decoding: bytes, as: UTF8.self)
            case .anyDepth: "**"
            case .wildcard(let tokens):
                tokens.map { token in
                    switch token {
                    case .byte(let byte): String(UnicodeScalar(byte))
                    case .star: "*"
                    case .any: "?"
                    case .oneOf: "[]"
                    }
                }.joined()
            }
        }
        return String(decoding: anchor, as: UTF8.self) + "/" + rest.joined(separator: "/")
    }
}
