import Observation
import Testing

@testable import HostInventory

@Suite("The images of containers")
struct ContainerImagesTests {
    private static let id = String(repeating: "0123456789abcdef", count: 4)

    private func container(_ runtime: String) throws -> ContainerReference {
        try #require(ContainerReference(groupPath: [runtime, Self.id]))
    }

    @Test(
        "the notes of each runtime are read, wherever a rootless one keeps them",
        arguments: [
            (
                "var/lib/docker/containers/\(id)/config.v2.json",
                #"{"ID":"x","Config":{"Image":"ollama/ollama:latest"}}"#
            ),
            (
                "home/me/.local/share/docker/containers/\(id)/config.v2.json",
                #"{"Config":{"Image":"ollama/ollama:latest"}}"#
            ),
            (
                "var/lib/containers/storage/overlay-containers/containers.json",
                #"[{"id":"other"},{"id":"\#(id)","metadata":"{\"image-name\":\"ollama/ollama:latest\"}"}]"#
            ),
            (
                "var/lib/containers/storage/overlay-containers/\(id)/userdata/config.json",
                #"{"annotations":{"io.kubernetes.cri-o.ImageName":"ollama/ollama:latest"}}"#
            ),
            (
                "run/containerd/io.containerd.runtime.v2.task/k8s.io/\(id)/config.json",
                #"{"annotations":{"io.kubernetes.cri.image-name":"ollama/ollama:latest"}}"#
            ),
        ])
    func notes(path: String, text: String) throws {
        let files = FakeProcesses()
        files.folder(String(path.prefix(path.count - (path.split(separator: "/").last?.count ?? 0))))
        files.write(path, text)
        var images = ContainerImages(root: files.root, homes: ["/home/me"])
        #expect(images.name(of: try container("docker")) == "ollama/ollama:latest")
    }

    @Test("notes that are not there or broken give no name", arguments: ["", "{", "[]", #"{"Config":7}"#, "\u{0}"])
    func broken(text: String) throws {
        let files = FakeProcesses()
        files.folder("var/lib/docker/containers/\(Self.id)")
        files.write("var/lib/docker/containers/\(Self.id)/config.v2.json", text)
        var images = ContainerImages(root: files.root, homes: [])
        #expect(images.name(of: try container("docker")) == nil)
    }

    @Test(
        "a name is an image's whatever its tag and however the registry is spelled",
        arguments: [
            ("ollama/ollama", "ollama/ollama", true), ("docker.io/ollama/ollama:0.9", "ollama/ollama", true),
            ("ollama/ollama@sha256:00", "docker.io/ollama/ollama", true), ("ollama/ollama2", "ollama/ollama", false),
            ("evil/ollama/ollama", "ollama/ollama", false), ("docker.io/library/redis", "redis", true),
            ("ghcr.io/ggml-org/llama.cpp:server", "ghcr.io/ggml-org/llama.cpp", true),
        ])
    func matching(name: String, image: String, expected: Bool) {
        #expect(ImageName.matches(name, image) == expected)
    }
}
