import Testing

@testable import EarshotCommands

@Suite("privileges")
struct PrivilegesTests {
    private func remedy(_ effective: String, isRoot: Bool = false, program: String = "/opt/earshot") -> String? {
        Privileges.remedy(status: "Name:\tearshot\nCapEff:\t\(effective)\n", isRoot: isRoot, program: program)
    }

    @Test("a remedy is named where something is lacking, and nowhere else")
    func lacking() {
        let names = "cap_net_raw,cap_sys_ptrace,cap_dac_read_search,cap_net_admin,cap_perfmon,cap_bpf"
        let command = "sudo setcap \(names)+ep /opt/earshot, or run it with sudo"
        #expect(remedy("0000000000000000") == command)
        #expect(remedy("0000000000002000") == command)
        #expect(remedy("0000000000082004") == command)
        #expect(remedy("000000c000083004") == nil)
        #expect(remedy("000001ffffffffff", isRoot: true) == nil)
        #expect(remedy("no number") == command)
    }

    @Test("root in a container is told what it lacks, since setcap would not help it")
    func container() {
        let text = remedy("00000000a80425fb", isRoot: true) ?? ""
        #expect(text.contains("cap_sys_ptrace,cap_dac_read_search") && !text.contains("cap_net_raw"))
        #expect(!text.contains("setcap"))
    }

    @Test("the program's path is one word for a shell")
    func quoting() {
        #expect(remedy("0", program: "/a b/it's")?.contains(#" '/a b/it'\''s', or"#) == true)
    }
}
