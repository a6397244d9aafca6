import Testing

@testable import HostInventory
@testable import Knowledge

@Suite("Which product a process belongs to")
struct ProductFinderTests {
    private func found(_ record: ProcessRecord) -> String? {
        let finder = ProductFinder(Fixture.catalogue().products)
        return finder.recognise(ProcessTraits(record)).map { finder.products[$0.product].id }
    }

    @Test("the products of the tests read without problems")
    func fixture() {
        #expect(Fixture.catalogue().problems.isEmpty)
        #expect(Fixture.catalogue().products.count == 3)
    }

    @Test("the name of the process, its executable, its first argument or its script is enough")
    func names() {
        #expect(found(Fixture.process(10, "model-server")) == "model-server")
        #expect(found(Fixture.process(10, "x", executable: "/usr/bin/model-server")) == "model-server")
        #expect(found(Fixture.process(10, "x", arguments: ["/opt/model-server", "-v"])) == "model-server")
        #expect(
            found(
                Fixture.process(
                    10, "x", executable: "/usr/bin/python3.11", arguments: ["python", "/v/bin/model-server"]))
                == "model-server")
        #expect(found(Fixture.process(10, "model-server-2")) == nil)
    }

    @Test("a name that many programs bear counts only with another sign")
    func genericNames() {
        #expect(found(Fixture.process(10, "server")) == nil)
        #expect(found(Fixture.process(10, "lms")) == nil)
        #expect(found(Fixture.process(10, "lms", executable: "/opt/desk/bin/lms")) == "desk")
        #expect(found(Fixture.process(10, "server", arguments: ["model", "serve"])) == "model-server")
    }

    @Test("a program that merely names a product is none", arguments: ["grep", "bash", "sudo", "vim", "earshot"])
    func bystanders(program: String) {
        let record = Fixture.process(
            10, program, executable: "/bin/\(program)", arguments: [program, "-c", "model serve"])
        #expect(found(record) == nil)
    }

    @Test("expressions and pieces of the command line, units, executables and images are signs")
    func otherSigns() {
        #expect(found(Fixture.process(10, "x", arguments: ["/opt/model serve", "--port", "1"])) == "model-server")
        #expect(found(Fixture.process(10, "x", arguments: ["uvicorn", "chat_page.main:app"])) == "chat-page")
        #expect(found(Fixture.process(10, "x", executable: "/home/u/desk/bin/anything")) == "desk")
        var unit = Fixture.process(10, "x")
        unit.unit = "desk.service"
        #expect(found(unit) == "desk")
        var contained = Fixture.process(10, "x")
        contained.container = ContainerReference(groupPath: ["docker", String(repeating: "ab", count: 32)])
        contained.container?.image = "ghcr.io/desk/desk:latest"
        #expect(found(contained) == "desk")
    }

    @Test("of two products the one with the weightier signs wins")
    func precedence() {
        let record = Fixture.process(10, "model-server", executable: "/opt/desk/bin/model-server")
        #expect(found(record) == "desk")
    }

    @Test("a long command line is looked at up to a limit")
    func longCommandLine() {
        let long = String(repeating: "x", count: 40_000)
        #expect(found(Fixture.process(10, "x", arguments: ["uvicorn", long, "chat_page.main:app"])) == nil)
        #expect(found(Fixture.process(10, "x", arguments: ["uvicorn", "chat_page.main:app", long])) == "chat-page")
    }

    @Test("an expression that does not compile is reported and nothing else")
    func brokenExpression() {
        let text = "id: odd\nname: Odd\nkind: cli\nrecognise: {command_lines: [\"re:(\"], process_names: [odd]}"
        let finder = ProductFinder(Fixture.catalogue([("odd", text)]).products)
        #expect(finder.brokenProducts == ["odd"])
        #expect(finder.recognise(ProcessTraits(Fixture.process(1, "odd"))) != nil)
    }

    @Test("libraries are told by their names alone")
    func libraries() {
        let finder = ProductFinder(Fixture.catalogue().products)
        let maps = """
            7f00-7f10 r-xp 00000000 08:01 12 /opt/venv/lib/python3.11/site-packages/kit/libmodel-cpu.so.1
            7f10-7f20 rw-p 00000000 08:01 12 /opt/venv/lib/python3.11/site-packages/kit/libmodel-cpu.so.1
            7ffd-7ffe rw-p 00000000 00:00 0 [stack]
            """
        let mapped = MappedFiles(parsing: Array(maps.utf8))
        #expect(mapped.names == ["libmodel-cpu.so.1"])
        #expect(mapped.packageFolders == ["/opt/venv/lib/python3.11/site-packages"])
        #expect(finder.recognise(libraries: mapped.names)?.signs == [.library])
        #expect(finder.recognise(libraries: ["libc.so.6"]) == nil)
    }

    @Test(
        "packages are found by their names as PEP 503 compares them",
        arguments: ["Model_Server.Kit", "model--server-kit"])
    func packageNames(name: String) {
        #expect(PackageNames.normalised(name) == "model-server-kit")
    }

    @Test("only installed packages of products are taken from the distribution's list")
    func debian() {
        let list = """
            Package: model
            Status: install ok installed
            Version: 1.2-1
            Description: a
             Package: decoy

            Package: other
            Status: install ok installed
            Version: 3

            Package: gone
            Version: 4
            Status: deinstall ok config-files
            """
        let names = PackageNames([(0, ["model", "gone"])], isNormalised: false)
        let found = DebianPackages.installed(in: Array(list.utf8), names: names)
        #expect(found.map(\.package.version) == ["1.2-1"])
        for length in 0..<list.utf8.count {
            _ = DebianPackages.installed(in: Array(list.utf8.prefix(length)), names: names)
        }
    }
}
