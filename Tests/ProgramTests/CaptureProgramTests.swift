import Foundation
import Testing

/// `earshot capture` as a user runs it, on this host's loopback.
@Suite("the program: capture", .serialized)
struct CaptureProgramTests {
    /// A client that answers lines of its input: it connects to a port and asks, or has a child do it, and keeps the
    /// connection until it is told to end.
    private static let client = """
        import os, socket, subprocess, sys
        if len(sys.argv) > 1:
            child = subprocess.Popen([sys.executable, "-u", "-c", sys.argv[1]], stdin=sys.stdin)
            child.wait()
            sys.exit()
        port = int(sys.stdin.readline())
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(b"GET /asked HTTP/1.1\\r\\nHost: model.example\\r\\n\\r\\n")
        connection.recv(100)
        print("asked", os.getpid(), connection.getsockname()[1], flush=True)
        sys.stdin.readline()
        connection.close()
        """

    /// A server that answers one request a connection and keeps them all open.
    private static let server = """
        import socket, threading
        listener = socket.create_server(("127.0.0.1", 0))
        print("port", listener.getsockname()[1], flush=True)
        kept = []
        def answer(connection):
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok")
        while True:
            connection, _ = listener.accept()
            kept.append(connection)
            threading.Thread(target=answer, args=(connection,), daemon=True).start()
        """

    private func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "earshot-capture-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// Starts a capture on loopback, and waits until it watches.
    private func startCapture(_ arguments: [String], errors: URL) throws -> Companion {
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        let capture = try Companion(
            [Tool.earshot, "capture", "--interface", "lo"] + arguments, errors: try FileHandle(forWritingTo: errors))
        let end = Date.now + 30
        while !isWatching(capture.pid), Date.now < end { usleep(10_000) }
        try #require(isWatching(capture.pid), "\((try? String(contentsOf: errors, encoding: .utf8)) ?? "")")
        return capture
    }

    private func startServer() throws -> (server: Companion, port: String) {
        let server = try Companion(["python3", "-u", "-c", Self.server])
        return (server, String(try server.line(with: "port").dropFirst(5)))
    }

    /// The lines of an inspection that tell of events.
    private func events(_ file: URL, _ arguments: [String] = []) throws -> [[String: Any]] {
        let (_, output, _) = try run(
            [Tool.earshot, "inspect", "--format", "ndjson", file.path] + arguments, expecting: [0, 1])
        return try output.split(separator: "\n").compactMap { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        }.filter { !["finding", "coverage"].contains($0["event.category"] as? String) }
    }

    @Test(
        "wrong usage ends with status 2 and one line that says what and where",
        arguments: [
            ([], "-o"), (["-o", "/no/such/folder/file", "--interface", "lo"], "/no/such/folder/file"),
            (["-o", "/dev/null", "--pid", "999999999"], "999999999"),
            (["-o", "/dev/null", "--product", "no-such-product"], "known are:"),
            (["-o", "/dev/null", "--interface", "no-such-interface0"], "no-such-interface0"),
            (["-o", "/dev/null", "--filter", "prot tcp"], "--filter"), (["-o", "/dev/null", "--ring", "10"], "--ring"),
            (["-o", "-", "--ring", "2x1M"], "--ring"), (["-o", "/dev/null", "--with-secrets"], "--keylog"),
            (["-o", "/dev/null", "--keylog", "/dev/null"], "--with-secrets"),
            (["-o", "/dev/null", "--duration", "0"], "--duration"),
        ] as [([String], String)])
    func wrongUsage(arguments: [String], mentioned: String) throws {
        // Whoever may not capture is told that first.
        let isAboutFiles = mentioned.hasPrefix("/no") && geteuid() != 0
        let (_, output, error) = try run([Tool.earshot, "capture"] + arguments, expecting: isAboutFiles ? [2, 3] : [2])
        #expect(output.isEmpty)
        #expect(isAboutFiles || error.contains(mentioned), "\(error)")
    }

    @Test(
        "without the privilege the status is 3, nothing is written and the remedy is named (needs root)",
        .enabled(if: geteuid() == 0 && Tool.path(of: "setpriv") != nil, "dropping privileges needs root"))
    func unprivileged() throws {
        try withFolder { folder in
            let file = folder.appending(path: "none.pcapng")
            let (_, output, error) = try run(
                ["setpriv", "--bounding-set=-net_raw,-net_admin", Tool.earshot, "capture", "-o", file.path],
                expecting: [3])
            #expect(output.isEmpty)
            #expect(error.contains("not permitted") && error.contains("cap_net_raw"), "\(error)")
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }

    @Test(
        "of one program the packets of it and of its children are written, and no others (needs root)",
        .enabled(if: geteuid() == 0, "capturing needs root"), arguments: [false, true])
    func oneProgram(isChild: Bool) throws {
        try withFolder { folder in
            let (server, port) = try startServer()
            defer { _ = server.end(SIGKILL) }
            let asked = try Companion(["python3", "-u", "-c", Self.client] + (isChild ? [Self.client] : []))
            let other = try Companion(["python3", "-u", "-c", Self.client])
            let file = folder.appending(path: "one.pcapng")
            let errors = folder.appending(path: "errors")
            let capture = try startCapture(["-o", file.path, "--pid", "\(asked.pid)"], errors: errors)
            for client in [other, asked] { try client.send(port) }
            let words = try asked.line(with: "asked").split(separator: " ")
            let otherWords = try other.line(with: "asked").split(separator: " ")
            #expect((words[1] == "\(asked.pid)") != isChild)
            for client in [other, asked] { try client.endInput() }
            for client in [other, asked] { _ = client.wait() }
            #expect(capture.end() == 0)

            let summary = try String(contentsOf: errors, encoding: .utf8)
            #expect(summary.contains("packets written to \(file.path)"), "\(summary)")
            #expect(summary.contains("of others") && summary.contains("on lo: "), "\(summary)")
            let found = try events(file).filter { $0["event.category"] as? String == "network_connection" }
            #expect(found.count == 1)
            #expect(found.first?["source.port"] as? Int == Int(words[2]))
            #expect(found.first?["source.port"] as? Int != Int(otherWords[2]))
            #expect(found.first?["process.pid"] as? Int == Int(words[1]))
            #expect(found.first?["attribution.quality"] as? String == "socket")
            #expect(found.first?["attribution.reason"] as? String == "as the capture file says")
            #expect((found.first?["source.bytes"] as? Int ?? 0) > 0)
            #expect((found.first?["destination.bytes"] as? Int ?? 0) > 0)
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test(
        "tshark reads the file, with process, direction and comment of each packet (needs root and tshark)",
        .enabled(if: geteuid() == 0 && Tool.path(of: "tshark") != nil, "capturing needs root, and tshark reads"))
    func readByTshark() throws {
        try withFolder { folder in
            let (server, port) = try startServer()
            defer { _ = server.end(SIGKILL) }
            let client = try Companion(["python3", "-u", "-c", Self.client])
            let file = folder.appending(path: "one.pcapng")
            let capture = try startCapture(
                ["-o", file.path, "--pid", "\(client.pid)"], errors: folder.appending(path: "errors"))
            try client.send(port)
            _ = try client.line(with: "asked")
            try client.endInput()
            _ = client.wait()
            #expect(capture.end(SIGTERM) == 0)
            let (_, output, _) = try run([
                "tshark", "-r", file.path, "-Y", "tcp", "-T", "fields", "-e", "tcp.port", "-e", "frame.comment",
                "-e", "frame.packet_flags_direction", "-E", "separator=;",
            ])
            let lines = output.split(separator: "\n")
            #expect(lines.count >= 6)
            for line in lines {
                let fields = line.split(separator: ";").map(String.init)
                try #require(fields.count == 3, "\(line)")
                #expect(fields[0].split(separator: ",").contains(Substring(port)))
                #expect(fields[1].hasPrefix("pid \(client.pid) python3"), "\(line)")
                #expect(fields[1].contains("known by socket"))
                #expect(fields[2].hasSuffix("2"), "\(line)")
            }
        }
    }

    @Test(
        "standard output takes the packets for a pipe (needs root)",
        .enabled(if: geteuid() == 0, "capturing needs root"))
    func pipe() throws {
        try withFolder { folder in
            let (server, port) = try startServer()
            defer { _ = server.end(SIGKILL) }
            let client = try Companion(["python3", "-u", "-c", Self.client])
            let capture = try startCapture(
                ["-o", "-", "--filter", "tcp port \(port)"], errors: folder.appending(path: "errors"))
            try client.send(port)
            _ = try client.line(with: "asked")
            try client.endInput()
            _ = client.wait()
            kill(capture.pid, SIGINT)
            let file = folder.appending(path: "piped.pcapng")
            try capture.rest().write(to: file)
            #expect(capture.wait() == 0)
            let found = try events(file)
            #expect(found.contains { $0["event.category"] as? String == "http_request" })
            #expect(
                found.filter { $0["event.category"] as? String == "network_connection" }
                    .allSatisfy { $0["process.pid"] as? Int == Int(client.pid) })
        }
    }

    @Test(
        "a ring keeps the last files, and each of them can be read alone (needs root)",
        .enabled(if: geteuid() == 0, "capturing needs root"))
    func ring() throws {
        try withFolder { folder in
            let (server, port) = try startServer()
            defer { _ = server.end(SIGKILL) }
            let file = folder.appending(path: "ring.pcapng")
            let capture = try startCapture(
                ["-o", file.path, "--ring", "2x4K", "--filter", "tcp port \(port)"],
                errors: folder.appending(path: "errors"))
            for _ in 0..<20 {
                let client = try Companion(["python3", "-u", "-c", Self.client])
                try client.send(port)
                _ = try client.line(with: "asked")
                try client.endInput()
                _ = client.wait()
            }
            #expect(capture.end() == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("ring") }
            #expect(names.count == 2)
            for name in names {
                let (_, output, _) = try run(
                    [Tool.earshot, "inspect", "--format", "json", folder.appending(path: name).path], expecting: [0, 1])
                let report = try JSONDecoder().decode(AuditDocument.self, from: Data(output.utf8))
                #expect(report.coverage.complete)
            }
        }
    }

    @Test(
        "what a key log opens is read, from the log beside the file and from the file itself (needs root and openssl)",
        .enabled(if: geteuid() == 0 && Tool.path(of: "openssl") != nil, "capturing needs root, and openssl speaks TLS"),
        arguments: ["-tls1_2", "-tls1_3"])
    func decryption(version: String) throws {
        try withFolder { folder in
            let (key, certificate) = (folder.path + "/key.pem", folder.path + "/certificate.pem")
            try run([
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2", "-subj", "/CN=model.example", "-keyout", key, "-out", certificate,
            ])
            let server = try Companion(
                ["openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-key", key, "-cert", certificate])
            defer { _ = server.end(SIGKILL) }
            let port = try #require(try server.line(with: "ACCEPT").split(separator: ":").last.map(String.init))
            let log = folder.appending(path: "keys.log")
            let (open, closed) = (folder.appending(path: "open.pcapng"), folder.appending(path: "closed.pcapng"))
            let filter = ["--filter", "tcp port \(port)"]
            let first = try startCapture(
                ["-o", open.path, "--with-secrets", "--keylog", log.path] + filter,
                errors: folder.appending(path: "errors"))
            let second = try startCapture(["-o", closed.path] + filter, errors: folder.appending(path: "more errors"))
            let client = try Companion([
                "openssl", "s_client", "-connect", "127.0.0.1:\(port)", version, "-quiet", "-keylogfile", log.path,
                "-servername", "model.example",
            ])
            try client.send("GET /said HTTP/1.0\r\nHost: model.example\r\n\r")
            #expect(!client.rest().isEmpty)
            _ = client.wait()
            for capture in [first, second] { #expect(capture.end() == 0) }

            func requests(_ file: URL, _ arguments: [String] = []) throws -> [[String: Any]] {
                try events(file, arguments).filter { $0["event.category"] as? String == "http_request" }
            }
            #expect(try requests(closed).isEmpty)
            for found in [try requests(open), try requests(closed, ["--keylog", log.path])] {
                #expect(found.count == 1)
                #expect(found.first?["url.full"] as? String == "https://model.example:\(port)/said")
                #expect(found.first?["content.visibility"] as? String == "decrypted-keylog")
                #expect(found.first?["process.name"] as? String == "openssl")
            }
            let secret = try #require(
                try String(contentsOf: log, encoding: .utf8).split(separator: "\n").last?.split(separator: " ").last)
            #expect(try Data(contentsOf: open).range(of: Data(secret.utf8)) != nil)
            #expect(try Data(contentsOf: closed).range(of: Data(secret.utf8)) == nil)
        }
    }
}
