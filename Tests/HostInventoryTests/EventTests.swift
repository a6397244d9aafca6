import Observation
import Testing

@testable import HostInventory
@testable import Knowledge

@Suite("What is told of products")
struct EventTests {
    private let advisory = RuleFile(
        path: "advisories/A-1.json",
        text: """
            {"id": "A-1", "summary": "reads memory", "affected": [{"ranges": [{"type": "ECOSYSTEM",
             "events": [{"introduced": "0"}, {"fixed": "0.5"}]}]}],
             "database_specific": {"product": "chat-page", "severity": "high", "scheme": "semver"}}
            """, origin: .embedded)

    @Test("an event for the software, each process, each socket and each setting")
    func events() throws {
        let server = Fixture.process(
            10, "model-server", arguments: ["model-server", "--host", "0.0.0.0", "--api-key", "kkk"])
        let inventory = Fixture.inventory(
            [Fixture.process(1, "init", parent: 0), server],
            [Fixture.listener("0.0.0.0", 18_080, owners: [server])])
        #expect(
            inventory.events.map(\.category)
                == [
                    .software, .process, .listeningSocket, .configuration, .configuration, .configuration,
                    .configuration,
                ])
        for event in inventory.events {
            #expect(event.string(.llmProduct) == "model-server")
            #expect(event.timestamp == Timestamp(seconds: 1_700_000_000))
        }
        let process = inventory.events[1]
        #expect(process.integer(.processPID) == 10 && process.string(.llmRole) == "server")
        #expect(process[.processAncestors]?.strings == ["init"])
        let socket = inventory.events[2]
        #expect(socket.string(.serverIP) == "0.0.0.0" && socket.integer(.serverPort) == 18_080)
        #expect(socket.string(.serverScope) == "all-interfaces")
        #expect(socket.string(.serverAuthentication) == "required")
        #expect(socket.string(.serverAuthenticationSource) == "command-line")
        #expect(socket.string(.serverCORS) == "unknown")
        #expect(socket.string(.attributionQuality) == "socket" && socket.integer(.processPID) == 10)
        let settings = Dictionary(
            inventory.events[3...].map { ($0.string(.configurationName) ?? "", $0) }, uniquingKeysWith: { $1 })
        #expect(settings["--host"]?.string(.configurationValue) == "0.0.0.0")
        #expect(settings["--host"]?.string(.configurationPurpose) == "bind")
        #expect(settings["--api-key"]?.string(.configurationState) == "set")
        #expect(settings["--api-key"]?[.configurationValue] == nil)
        #expect(settings["MODEL_NO_STATS"]?.string(.configurationState) == "unknown")
        #expect(settings["MODEL_NO_STATS"]?.string(.configurationSource) == "environment")
    }

    @Test(
        "who can reach a socket",
        arguments: [
            ("127.0.0.1", "loopback"), ("::1", "loopback"), ("0.0.0.0", "all-interfaces"), ("::", "all-interfaces"),
            ("10.0.0.1", "private"), ("fd00::1", "private"), ("fe80::1", "link-local"), ("8.8.8.8", "public"),
        ])
    func scope(address: String, scope: String) {
        #expect(IPAddress(address)?.serverScope == scope)
    }

    @Test("an advisory is told when the version falls into its range, and only then", arguments: ["0.4.9", "0.5.0"])
    func advisories(version: String) throws {
        let server = try ProbeServer { path, _ in
            path == "/config"
                ? ProbeServer.reply("200 OK", #"{"name":"Chat Page","features":{},"version":"\#(version)"}"#)
                : ProbeServer.reply("404 Not Found", "")
        }
        let catalogue = Fixture.catalogue(more: [advisory])
        #expect(catalogue.problems.isEmpty)
        let inventory = Inventory.take(
            catalogue: catalogue, processes: Fixture.table([]),
            listeners: [Fixture.listener("127.0.0.1", server.port)], options: Fixture.options(probes: true))
        let flaws = inventory.events.filter { $0[.vulnerabilityID] != nil }
        #expect(flaws.count == (version == "0.4.9" ? 1 : 0))
        #expect(
            flaws.allSatisfy {
                $0.string(.vulnerabilityFixedVersion) == "0.5" && $0.string(.vulnerabilitySeverity) == "high"
            })
        let socket = try #require(inventory.events.first { $0.category == .listeningSocket })
        #expect(socket.string(.attributionQuality) == "none")
        #expect(socket.string(.attributionReason) == "permission denied")
        #expect(inventory.events.first?.string(.packageType) == "probe")
        #expect(inventory.events.first?.string(.llmVersion) == version)
    }
}
