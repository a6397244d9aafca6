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

    @Test("without control groups the programs are refused, and that is told")
    func refused() {
        let fake = FakeProcesses()
        fake.folder("self/ns")
        fake.link("self/ns/pid", to: "pid:[4026531836]")
        fake.write("self/mounts", "none / ext4 rw 0 0\n")
        #expect(throws: KernelProgramsRefusal(kind: .noControlGroups, step: .links)) {
            try KernelPrograms(root: fake.root)
        }
        fake.link("self/ns/pid", to: "pid:[4026532000]")
        #expect(throws: KernelProgramsRefusal(kind: .foreignNumbers, step: .programs)) {
            try KernelPrograms(root: fake.root)
        }
    }
}
