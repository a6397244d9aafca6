import Foundation

/// A machine of the test's own: a network namespace for it, one for a vendor's host, and a cable between the two.
///
/// Addresses are of TEST-NET-2 (RFC 5737), so that they count as public and lead nowhere. Everything that is started
/// here is ended here, by its process number.
final class Laboratory {
    static let machineAddress = "198.51.100.1"
    static let vendorAddress = "198.51.100.2"

    let folder: URL
    let home: URL
    private let user: String
    private let machine: String
    private let vendor: String
    private var started: [Process] = []

    /// Builds the laboratory.
    ///
    /// - Parameter user: the number of the user that programs run as.
    /// - Throws: ``ProgramFailure`` when a namespace or the cable can't be made.
    init(user: String) throws {
        let mark = UUID().uuidString.prefix(8).lowercased()
        self.user = user
        machine = "earshot-\(mark)-m"
        vendor = "earshot-\(mark)-v"
        folder = URL(filePath: "/tmp/earshot-laboratory-\(mark)")
        home = folder.appending(path: "home")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Tool.earshot, toPath: folder.path + "/earshot")
        try run(["chown", "-R", user, folder.path])
        for name in [machine, vendor] {
            try run(["ip", "netns", "add", name])
            try run(["ip", "-n", name, "link", "set", "lo", "up"])
        }
        try run([
            "ip", "-n", machine, "link", "add", "cable0", "type", "veth", "peer", "name", "cable1", "netns", vendor,
        ])
        for (name, link, address) in [(machine, "cable0", Self.machineAddress), (vendor, "cable1", Self.vendorAddress)]
        {
            try run(["ip", "-n", name, "address", "add", address + "/24", "dev", link])
            try run(["ip", "-n", name, "link", "set", link, "up"])
        }
    }

    /// Ends what runs and takes everything away.
    func close() {
        for process in started where process.isRunning {
            // Test threads block signals, and what they start inherits that; this one can't be blocked.
            kill(process.processIdentifier, SIGKILL)
        }
        for process in started {
            process.waitUntilExit()
        }
        for name in [machine, vendor] {
            _ = try? run(["ip", "netns", "delete", name])
        }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts the vendor's host, and waits until it listens.
    func startVendor() throws {
        let (certificate, key) = (folder.path + "/certificate.pem", folder.path + "/key.pem")
        try run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=vendor.example", "-keyout", key, "-out", certificate,
        ])
        try start(
            in: vendor, user: "0", ["vendor.py", Self.vendorAddress, certificate, key], environment: [:],
            until: "ready")
    }

    /// Starts a real llama.cpp server, and waits until it listens.
    func startModelServer(host: String, port: Int, key: String? = nil) throws {
        let model = folder.path + "/tiny.gguf"
        try run([RealSoftware.python ?? "", RealSoftware.programs.path + "/tiny_model.py", model])
        try start(
            in: machine, user: user, ["model_server.py", model, "--host", host, "--port", String(port)],
            environment: key.map { ["LLAMA_API_KEY": $0] } ?? [:], until: "ready")
    }

    /// Starts a client of the model server, and waits until its first round is over.
    func startAssistant(port: Int, leaking: Bool, key: String? = nil) throws {
        var arguments = ["assistant.py", String(port)]
        if leaking { arguments += ["--leak", Self.vendorAddress] }
        try start(
            in: machine, user: user, arguments, environment: key.map { ["ASSISTANT_KEY": $0] } ?? [:], until: "asked")
    }

    /// Leaves a file of a chat, with a key in it, where Jan keeps its threads.
    func leaveHistory(mode: Int, secret: String) throws {
        let thread = home.appending(path: ".local/share/Jan/data/threads/thread_1")
        try FileManager.default.createDirectory(at: thread, withIntermediateDirectories: true)
        let lines = [("user", "my key is \(secret), please keep it"), ("assistant", "I would rather not")].map {
            #"{"role":"\#($0.0)","content":[{"type":"text","text":{"value":"\#($0.1)"}}]}"# + "\n"
        }
        let file = thread.appending(path: "messages.jsonl")
        try lines.joined().write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        try run(["chown", "-R", user, home.path])
    }

    /// Runs the audit on this machine, as its user, and gives the report.
    func audit(_ options: [String]) throws -> (status: Int32, report: AuditDocument) {
        let arguments =
            ["ip", "netns", "exec", machine] + asUser(user)
            + [folder.path + "/earshot", "audit", "--format", "json", "--home", home.path, "--all-products"] + options
        let (status, output, _) = try run(arguments, expecting: [0, 1, 3])
        return (status, try JSONDecoder().decode(AuditDocument.self, from: Data(output.utf8)))
    }

    private func asUser(_ user: String) -> [String] {
        user == "0" ? [] : ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--inh-caps=-all"]
    }

    /// Starts one of the test's programs and reads its output until a line begins with a word.
    private func start(
        in namespace: String, user: String, _ arguments: [String], environment: [String: String], until word: String
    ) throws {
        let process = Process()
        process.executableURL = URL(filePath: Tool.path(of: "ip") ?? "/usr/sbin/ip")
        process.arguments =
            ["netns", "exec", namespace] + asUser(user)
            + [RealSoftware.python ?? "", RealSoftware.programs.path + "/" + arguments[0]] + arguments.dropFirst()
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home.path].merging(environment) { $1 }
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        let errors = folder.appending(path: "\(arguments[0]).err")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        started.append(process)
        var said = ""
        while !said.split(separator: "\n").contains(where: { $0.hasPrefix(word) }) {
            let bytes = pipe.fileHandleForReading.availableData
            guard !bytes.isEmpty else {
                let complained = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
                throw ProgramFailure(description: "\(arguments[0]) ended early\n\(said)\n\(complained)")
            }
            said += String(decoding: bytes, as: UTF8.self)
        }
        // What is said from here on is thrown away, so that the program never waits for a reader.
        pipe.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }
}
