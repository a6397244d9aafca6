import Observation
import Testing

@testable import HostInventory
@testable import Knowledge

@Suite("The inventory")
struct InventoryTests {
    private func roles(_ inventory: Inventory) -> [String] {
        inventory.instances.flatMap { instance in
            instance.members.map { "\(instance.product.id) \($0.record.pid) \($0.role)" }
        }
    }

    @Test("a host without products has nothing but numbers")
    func empty() {
        let inventory = Fixture.inventory([Fixture.process(1, "init", parent: 0)])
        #expect(inventory.instances.isEmpty && inventory.events.isEmpty)
        let counters = inventory.coverage.counters
        #expect(counters[.processesSeen] == 1)
        for counter in [Counter.productsFound, .probesSent, .probesFailed, .environmentsUnreadable, .processesVanished]
        {
            #expect(counters[counter] == 0)
        }
        #expect(inventory.coverage.entries.contains { $0.area == .probe && $0.outcome == .notAsked })
    }

    @Test("two servers are two runs, and a client without a socket belongs to one of them")
    func runs() {
        let first = Fixture.process(10, "model-server")
        let second = Fixture.process(20, "model-server")
        let client = Fixture.process(30, "model-server")
        let inventory = Fixture.inventory(
            [client, second, first],
            [
                Fixture.listener("127.0.0.1", 2, owners: [second]), Fixture.listener("127.0.0.1", 1, owners: [first]),
            ])
        #expect(
            roles(inventory) == ["model-server 10 server", "model-server 30 tool", "model-server 20 server"])
        #expect(inventory.instances.map { $0.listeners.map(\.socket.address.port) } == [[1], [2]])
    }

    @Test("a client in another network namespace belongs to nobody here")
    func otherNamespace() {
        let server = Fixture.process(10, "model-server")
        var client = Fixture.process(30, "model-server")
        client.networkNamespace = 7
        let inventory = Fixture.inventory([server, client], [Fixture.listener("127.0.0.1", 1, owners: [server])])
        #expect(inventory.instances.map(\.members.count) == [1, 1])
    }

    @Test("a library says which engine is inside, and an answer what was made of it")
    func answerOverLibrary() throws {
        let folder = try InventoryFolder()
        try folder.write("proc/10/maps", "1-2 r-xp 0 0:0 1 /opt/libmodel.so\n")
        let server = try ProbeServer { path, _ in
            path == "/config"
                ? ProbeServer.reply("200 OK", #"{"name":"Chat Page","features":{}}"#)
                : ProbeServer.reply("404 Not Found", "")
        }
        let python = Fixture.process(
            10, "python3", executable: "/usr/bin/python3.11", arguments: ["python3", "run.py"])
        let inventory = Fixture.inventory(
            [python], [Fixture.listener("127.0.0.1", server.port, owners: [python])],
            options: Fixture.options(probes: true, processRoot: folder.path + "/proc"))
        #expect(roles(inventory) == ["chat-page 10 server"])
    }

    @Test("the engine that an app starts is a part of the app, and its socket the app's")
    func children() {
        let app = Fixture.process(10, "desk")
        let engine = Fixture.process(
            11, "model-server", parent: 10, arguments: ["model-server", "--api-key", "k"])
        let inventory = Fixture.inventory([engine, app], [Fixture.listener("127.0.0.1", 40_000, owners: [engine])])
        #expect(roles(inventory) == ["desk 10 app", "desk 11 runner"])
        #expect(inventory.instances.first?.listeners.count == 1)
        #expect(inventory.instance(holding: engine.identity)?.role == "runner")
        #expect(inventory.instance(holding: ProcessIdentity(pid: 11, startTicks: 99)) == nil)
    }

    @Test("an engine below an app that does not list it stands for itself")
    func unlistedChild() {
        let app = Fixture.process(10, "x", arguments: ["uvicorn", "chat_page.main:app"])
        let engine = Fixture.process(11, "model-server", parent: 10)
        #expect(roles(Fixture.inventory([app, engine])) == ["chat-page 10 app", "model-server 11 tool"])
    }

    @Test("a worker that an interpreter made of itself belongs to its parent, and a shell does not")
    func workers() {
        let python = "/usr/bin/python3.11"
        let app = Fixture.process(
            10, "uvicorn", executable: python, arguments: ["python3", "-m", "uvicorn", "chat_page.main:app"])
        let worker = Fixture.process(
            11, "python3", parent: 10, executable: python, arguments: ["python3", "-c", "from x import spawn_main"])
        let shell = Fixture.process(12, "bash", parent: 10, executable: "/bin/bash", arguments: ["bash", "-c", "x"])
        #expect(roles(Fixture.inventory([app, worker, shell])) == ["chat-page 10 app", "chat-page 11 runner"])
    }

    @Test("a process that came later is told by itself or by its forebears")
    func later() {
        let app = Fixture.process(10, "desk")
        let inventory = Fixture.inventory([app])
        var engine = Fixture.process(50, "model-server", parent: 10)
        engine.ancestors = [.init(identity: app.identity, name: "desk", executable: nil)]
        #expect(inventory.product(of: engine)?.product.id == "desk")
        #expect(inventory.product(of: engine)?.role == "runner")
        engine.ancestors = [.init(identity: .init(pid: 49, startTicks: 49), name: "desk", executable: nil)]
        #expect(inventory.product(of: engine)?.product.id == "desk")
        engine.ancestors = []
        #expect(inventory.product(of: engine)?.product.id == "model-server")
        #expect(inventory.product(of: Fixture.process(51, "bash")) == nil)
        #expect(inventory.product(of: app)?.role == "app")
    }

    @Test("a listener of somebody else's process is told by its answers")
    func answersAlone() throws {
        let server = try ProbeServer { path, request in
            let allow = request.contains("Origin:") ? ["Access-Control-Allow-Origin: *"] : []
            return path == "/props"
                ? ProbeServer.reply("200 OK", #"{"settings":[{"name":1}],"build":"b7"}"#, ["Server: model"] + allow)
                : path == "/slots"
                    ? ProbeServer.reply("200 OK", #"[{"prompt":""}]"#) : ProbeServer.reply("404 Not Found", "")
        }
        let socket = Fixture.listener("127.0.0.1", server.port)
        let inventory = Fixture.inventory([], [socket], options: Fixture.options(probes: true))
        let instance = try #require(inventory.instances.first)
        #expect(instance.product.id == "model-server" && instance.members.isEmpty)
        #expect(instance.version == "b7" && instance.versionSource == "probe")
        let listener = try #require(instance.listeners.first)
        #expect(listener.authentication == "none" && listener.authenticationSource == "probe")
        #expect(listener.cors == "any")
        #expect(listener.openPaths == ["/props", "/slots"])
    }

    @Test("the process wins over what its listener answers, and an unknown process is taken in")
    func processWins() throws {
        let server = try ProbeServer { path, _ in
            path == "/config"
                ? ProbeServer.reply("200 OK", #"{"name":"Chat Page","features":{}}"#)
                : ProbeServer.reply("404 Not Found", "")
        }
        let desk = Fixture.process(10, "desk")
        let known = Fixture.inventory(
            [desk], [Fixture.listener("127.0.0.1", server.port, owners: [desk])], options: Fixture.options(probes: true)
        )
        #expect(roles(known) == ["desk 10 server"])
        let other = Fixture.process(11, "main")
        let adopted = Fixture.inventory(
            [other], [Fixture.listener("127.0.0.1", server.port, owners: [other])],
            options: Fixture.options(probes: true))
        #expect(roles(adopted) == ["chat-page 11 server"])
        #expect(adopted.instances.first?.recognisedBy == ["probe"])
        let proxy = Fixture.process(12, "docker-proxy")
        let published = Fixture.inventory(
            [proxy], [Fixture.listener("0.0.0.0", server.port, owners: [proxy], publishedBy: "docker-proxy")],
            options: Fixture.options(probes: true))
        #expect(published.instances.map(\.members.count) == [0])
    }

    @Test("environments and libraries come from the process file system, packages from folders")
    func files() throws {
        let folder = try InventoryFolder()
        try folder.write("proc/10/environ", "MODEL_NO_STATS=yes\0MODEL_KEY=hunter2\0HOME=/x\0")
        try folder.write("proc/10/stat", "10 (python3) S 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 10 0 0\n")
        try folder.write("proc/10/maps", "1-2 r-xp 0 0:0 1 /venv/lib/python3.11/site-packages/libmodel.so\n")
        let package = "files/venv/lib/python3.11/site-packages/model_server_kit-0.4.dist-info/METADATA"
        try folder.write(package, "Metadata-Version: 2.1\nName: model-server-kit\nVersion: 0.4.1\n\nVersion: 9\n")
        try folder.write("files/usr/lib/python3/dist-packages/Model.Server_Kit-0.3.dist-info/METADATA", "\n")
        let python = Fixture.process(
            10, "python3", executable: "/usr/bin/python3.11", arguments: ["python3", "run.py"])
        let inventory = Fixture.inventory(
            [python], [Fixture.listener("0.0.0.0", 9, owners: [python])],
            options: Fixture.options(processRoot: folder.path + "/proc", fileRoot: folder.path + "/files"))
        #expect(inventory.instances.map(\.version) == ["0.4.1", "0.3"])
        #expect(inventory.instances.map(\.recognisedBy) == [["library", "package"], ["package"]])
        let running = try #require(inventory.instances.first)
        #expect(running.settings.map(\.state) == [.unset, .set, .unset, .notAccepted])
        #expect(running.members.first?.variables == ["MODEL_KEY", "MODEL_NO_STATS"])
        #expect(running.listeners.first?.authentication == "required")
        #expect(running.listeners.first?.authenticationSource == "environment")
        #expect(!inventory.events.contains { $0.fields.values.contains { $0.text.contains("hunter2") } })
    }
}
