import Observation
import TestSupport
import Testing

@testable import HostInventory

@Suite("What the kernel writes of a process")
struct ProcessParsingTests {
    private static let line = "4242 (my (odd) name) S 17 4242 4242 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 11 12\n"

    @Test("a name may hold blanks and parentheses")
    func oddName() throws {
        let status = try #require(ProcessStatus(parsing: Array(Self.line.utf8)))
        #expect(status.identity == ProcessIdentity(pid: 4242, startTicks: 987_654))
        #expect(status.name == "my (odd) name")
        #expect(status.parentPID == 17)
    }

    @Test("a line that ends before the start time is none")
    func shorterPrefixes() {
        let bytes = Array(Self.line.utf8)
        let end = Self.line.utf8.count - " 987654 11 12\n".utf8.count
        for length in 0...end {
            #expect(ProcessStatus(parsing: Array(bytes[..<length])) == nil, "\(length) bytes")
        }
    }

    @Test("numbers beyond their range make no process")
    func limits() {
        let huge = Self.line.replacing("4242 (", with: "4294967296 (")
        #expect(ProcessStatus(parsing: Array(huge.utf8)) == nil)
        let late = Self.line.replacing("987654", with: "18446744073709551615")
        #expect(ProcessStatus(parsing: Array(late.utf8))?.identity.startTicks == .max)
        #expect(ProcessStatus(parsing: Array(late.replacing("551615", with: "551616").utf8)) == nil)
    }

    @Test("random bytes never trap any reader")
    func random() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...200, using: &generator)
            let text = generator.bytes(count, of: "() 0123456789ABCDEF:/\n\0=-.abcdockerlibpod")
            let noise = generator.bytes(count)
            for bytes in [text, noise] {
                _ = ProcessStatus(parsing: bytes)
                _ = ControlGroup(parsing: bytes)
                _ = ProcessReader.arguments(in: bytes)
                _ = ProcessReader.userID(in: bytes)
                _ = ProcessEnvironment(parsing: bytes, names: ["a"], secrets: [])
                _ = SocketLink.inode(in: bytes.span)
                _ = HostUsers(parsing: bytes, currentUserID: 0, isFolder: { _ in true })
            }
        }
    }

    @Test(
        "a control group tells unit and container",
        arguments: [
            ("0::/system.slice/ollama.service\n", "ollama.service", nil, nil),
            ("1:name=systemd:/system.slice/llama.service\n0::/\n", "llama.service", nil, nil),
            ("0::/user.slice/user-1000.slice/user@1000.service/app.slice/jan.scope\n", "jan.scope", nil, nil),
            ("4:memory:/foreign.service/x\n", nil, nil, nil),
            ("0::/system.slice/docker-\(id).scope\n", nil, id, "docker"),
            ("12:pids:/docker/\(id)\n0::/\n", nil, id, "docker"),
            ("0::/../docker-\(id).scope\n", nil, id, "docker"),
            ("0::/machine.slice/libpod-\(id).scope/container\n", nil, id, "podman"),
            ("0::/machine.slice/libpod-conmon-\(id).scope\n", "libpod-conmon-\(id).scope", nil, nil),
            ("0::/kubepods.slice/cri-containerd-\(id).scope\n", nil, id, "containerd"),
            ("0::/kubepods/burstable/pod12/\(id)\n", nil, id, "containerd"),
            ("0::/kubepods.slice/crio-\(id).scope\n", nil, id, "cri-o"),
            ("0::/lxc.payload.web/init.scope\n", "init.scope", "web", "lxc"),
            ("5:cpu:/lxc/web\n", nil, "web", "lxc"),
            ("0::/docker/short\n", nil, nil, nil),
        ] as [(String, String?, String?, String?)])
    func groups(text: String, unit: String?, container: String?, runtime: String?) {
        let group = ControlGroup(parsing: Array(text.utf8))
        #expect(group.unit == unit)
        #expect(group.container?.id == container)
        #expect(group.container?.runtime == runtime)
    }

    private static let id = String(repeating: "0123456789abcdef", count: 4)

    @Test(
        "the script of an interpreter is found behind its options",
        arguments: [
            (["python3", "x.py", "-c"], "x.py"),
            (["/usr/bin/python3.11", "-u", "-W", "ignore", "serve.py", "--port", "1"], "serve.py"),
            (
                ["python", "-m", "vllm.entrypoints.openai.api_server", "--port", "1"],
                "vllm.entrypoints.openai.api_server"
            ),
            (["python3", "-mhttp.server"], "http.server"),
            (["python3", "-c", "print(1)"], nil),
            (["node", "--require", "a.js", "b.js"], "b.js"),
            (["node", "-e", "1"], nil),
            (["bun", "run", "start.ts"], "start.ts"),
            (["node", "x.mjs"], "x.mjs"),
            (["node", "/usr/bin/npx", "@scope/server"], "/usr/bin/npx"),
            (["uv", "run", "app.py"], nil),
            (["bash", "-c", "ollama serve"], nil),
            (["java", "-Xmx1g", "-jar", "app.jar"], "app.jar"),
            (["ollama", "serve"], nil),
            (["python3"], nil),
            ([], nil),
        ] as [([String], String?)])
    func scripts(arguments: [String], script: String?) {
        let program = arguments.first?.lastPathComponent ?? ""
        #expect(Interpreter.script(program: program, arguments: arguments) == script)
    }

    @Test("a secret's value is never kept, and nothing that was not asked for")
    func environment() {
        let bytes = Array("A=1\0KEY=hunter2\0B=\0OTHER=x\0A=2\0=odd\0NOEQUALS\0".utf8)
        let environment = ProcessEnvironment(parsing: bytes, names: ["A", "B", "KEY"], secrets: ["KEY"])
        #expect(environment.values == ["A": .plain("1"), "B": .plain(""), "KEY": .secret(isEmpty: false)])
        #expect(environment.text("KEY") == nil)
        #expect(!String(describing: environment).contains("hunter2"))
    }

    @Test("homes are those that are there, and users are called by their names")
    func users() {
        let text =
            "root:x:0:0::/root:/bin/sh\nd:x:2:2::/nonexistent:\na:x:1000:1::/home/a/:/bin/sh\nb:x:1001:1::/gone:\nbad\n"
        let users = HostUsers(parsing: Array(text.utf8), currentUserID: 1000) { $0 != "/gone" }
        #expect(users.homes.map(\.path) == ["/root", "/home/a"])
        #expect(users.name(of: 1000) == "a")
        #expect(users.name(of: 77) == "77")
    }
}
