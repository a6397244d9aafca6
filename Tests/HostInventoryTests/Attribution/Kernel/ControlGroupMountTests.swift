import Glibc
import Observation
import Testing

@testable import HostInventory

@Suite("Where the control groups are")
struct ControlGroupMountTests {
    @Test(
        "the mount of version 2 is found among all",
        arguments: [
            (
                "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n",
                "/sys/fs/cgroup/unified"
            ),
            ("none /a\\040b cgroup2 rw 0 0\n", "/a b"),
            ("none /a\\04 cgroup2 rw 0 0", "/a\\04"),
            ("cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\n", nil),
            ("cgroup2 /x", nil),
            ("", nil),
        ] as [(String, String?)])
    func mounts(text: String, path: String?) {
        #expect(ControlGroupMount.path(inMounts: Array(text.utf8)) == path)
    }

    @Test("a refusal says what is lacking, and nothing of error numbers where there is a name for it")
    func refusals() {
        let lines = [
            KernelProgramsRefusal.Kind.notPermitted, .notInKernel, .noControlGroups, .foreignNumbers, .other(5),
        ].map { "\(KernelProgramsRefusal(kind: $0, step: .links))" }
        #expect(lines.allSatisfy { $0.hasPrefix("the kernel does not permit eBPF: ") })
        #expect(Set(lines).count == lines.count)
        #expect(lines[0].contains("cap_bpf"))
    }

    @Test("where Earshot has other numbers for processes than the kernel, the programs are refused, and that is told")
    func refused() {
        let fake = FakeProcesses()
        fake.folder("self/ns")
        fake.link("self/ns/pid", to: "pid:[4026532000]")
        #expect(throws: KernelProgramsRefusal(kind: .foreignNumbers, step: .programs)) {
            try KernelPrograms(root: fake.root)
        }
    }

    @Test(
        "control groups that are mounted nowhere are reached all the same",
        .enabled(if: BoundPrograms.arePermitted, "no eBPF here"))
    func unmounted() throws {
        let fake = FakeProcesses()
        fake.folder("self/ns")
        fake.link("self/ns/pid", to: "pid:[4026531836]")
        fake.write("self/mounts", "none / ext4 rw 0 0\n")
        let programs = try KernelPrograms(root: fake.root)
        let socket = try LoopbackSocket(.udp, version: .v4)
        try socket.bind(to: SocketAddress(loopback, 0))
        let kernel = try SocketDiagnosis().sockets(.udp, localPort: socket.port, in: .v4).first
        #expect(try programs.claim(onSocket: #require(kernel?.cookie))?.pid == getpid())
    }
}
