import Observation

@testable import HostInventory
@testable import Knowledge

/// Products that are no real ones, with every kind of sign that a file can hold.
enum Fixture {
    static let model = """
        id: model-server
        name: Model Server
        kind: inference_server
        recognise:
          process_names: [model-server, server]
          command_lines: ["re:(^|/)model serve( |$)"]
          libraries: ["libmodel*.so*"]
          packages: {pypi: [Model_Server.Kit]}
          probes:
            - get: /props
              header: {name: server, contains: model}
              json: [{path: "settings[0].name"}]
              version: build
        ports: [{port: 18080, purpose: API}]
        authentication:
          default: none
          enabled_by: [--api-key, MODEL_KEY]
          check: {get: /props, open: [200], protected: [401, 403]}
        settings:
          - {name: --api-key, source: command-line, purpose: authentication, secret: true}
          - {name: MODEL_KEY, source: environment, purpose: authentication, secret: true}
          - {name: --host, aliases: [-H], source: command-line, purpose: bind}
          - {name: MODEL_NO_STATS, source: environment, purpose: telemetry-opt-out, accepts: ["1"]}
        disclosures:
          - {request: GET /props, shows: settings, harmless: true}
          - {request: GET /slots, shows: prompts, harmless: true, contains: '"prompt":'}
          - {request: GET /stop, shows: stops it, harmless: false}
        """

    static let app = """
        id: desk
        name: Desk
        kind: desktop_app
        recognise:
          process_names: [desk, lms]
          executables: ["*/desk/bin/*"]
          units: [desk.service]
          images: [ghcr.io/desk/desk]
        children: [{names: [model-server], role: runner}]
        authentication: {default: required}
        """

    static let chat = """
        id: chat-page
        name: Chat Page
        kind: chat_ui
        recognise:
          command_lines: ["chat_page.main:app"]
          probes:
            - get: /props
              json: [{path: settings}]
            - get: /config
              json: [{path: name, equals: Chat Page}, {path: features}]
              version: version
        """

    static func catalogue(_ texts: [(String, String)] = products, more: [RuleFile] = []) -> Catalogue {
        Catalogue(
            reading: texts.map { RuleFile(path: "products/\($0.0).yml", text: $0.1, origin: .embedded) } + more)
    }

    static let products = [("model-server", model), ("desk", app), ("chat-page", chat)]

    /// A process as the reader would have copied it.
    static func process(
        _ pid: Int32, _ name: String, parent: Int32 = 1, executable: String? = nil, arguments: [String] = [],
        user: UInt32 = 1_000
    ) -> ProcessRecord {
        var record = ProcessRecord(
            identity: ProcessIdentity(pid: pid, startTicks: UInt64(pid)), name: name, parentPID: parent)
        record.executable = executable
        record.arguments = arguments.isEmpty ? [name] : arguments
        record.userID = user
        record.script = Interpreter.script(program: record.program, arguments: record.arguments)
        return record
    }

    static func table(_ records: [ProcessRecord]) -> ProcessTable {
        ProcessTable(records, takenAt: Timestamp(seconds: 1_700_000_000))
    }

    static func listener(
        _ address: String, _ port: UInt16, owners: [ProcessRecord] = [], isOwn: Bool = true, publishedBy: String? = nil
    ) -> ListeningSocket {
        ListeningSocket(
            transport: .tcp, address: SocketAddress(IPAddress(address) ?? IPAddress(v4: 0), port), inode: UInt64(port),
            networkNamespace: 4_026_531_840, isInOwnNamespace: isOwn, userID: 1_000, owners: owners,
            publishedBy: publishedBy, ownerReason: owners.isEmpty ? "permission denied" : nil)
    }

    /// Reads nothing of the host that the tests run on.
    static func options(probes: Bool = false, processRoot: String = "/nonexistent", fileRoot: String = "/nonexistent")
        -> InventoryOptions
    {
        var options = InventoryOptions(probes: probes)
        options.processRoot = processRoot
        options.fileRoot = fileRoot
        options.homes = []
        return options
    }

    static func inventory(
        _ records: [ProcessRecord], _ listeners: [ListeningSocket] = [], options: InventoryOptions = options()
    ) -> Inventory {
        Inventory.take(catalogue: catalogue(), processes: table(records), listeners: listeners, options: options)
    }
}
