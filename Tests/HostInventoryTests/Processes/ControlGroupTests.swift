import Testing

@testable import HostInventory

@Suite("The control groups of a process")
struct ControlGroupTests {
    private static let id = String(repeating: "0123456789abcdef", count: 4)

    @Test(
        "the container's identifier and runtime are read from either hierarchy",
        arguments: [
            ("0::/system.slice/docker-\(id).scope", "docker"),
            ("12:pids:/docker/\(id)\n1:name=systemd:/docker/\(id)", "docker"),
            ("0::/machine.slice/libpod-\(id).scope/container", "podman"),
            ("0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-\(id).scope", "podman"),
            ("0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-\(id).scope", "containerd"),
            ("4:memory:/kubepods/besteffort/pod7/\(id)", "containerd"),
            ("0::/system.slice/crio-\(id).scope", "cri-o"),
        ])
    func containers(text: String, runtime: String) {
        let container = ControlGroup(parsing: Array(text.utf8)).container
        #expect(container?.id == Self.id)
        #expect(container?.runtime == runtime)
    }

    @Test(
        "what only looks like a container is none",
        arguments: [
            "0::/system.slice/docker.service", "0::/libpod-conmon-\(id).scope", "0::/docker/short",
            "0::/docker-\(id.uppercased()).scope", "0::/", "", ":::", "0:/docker/\(id)",
        ])
    func noContainers(text: String) {
        #expect(ControlGroup(parsing: Array(text.utf8)).container == nil)
    }

    @Test(
        "the innermost unit counts, and only in the hierarchy of systemd",
        arguments: [
            ("0::/system.slice/ollama.service", "ollama.service"),
            ("1:name=systemd:/system.slice/ssh.service", "ssh.service"),
            ("0::/user.slice/user@1000.service/app.slice/lm-studio.scope", "lm-studio.scope"),
            ("5:cpu:/system.slice/other.service\n0::/system.slice/mine.service", "mine.service"),
            ("0::/system.slice/docker-\(id).scope", nil),
            ("5:cpu:/system.slice/other.service", nil),
        ])
    func units(text: String, unit: String?) {
        #expect(ControlGroup(parsing: Array(text.utf8)).unit == unit)
    }
}
