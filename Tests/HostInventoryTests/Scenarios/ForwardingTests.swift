import Foundation
import Glibc
import Observation
import Testing

@testable import HostInventory

/// A program that forwards a port to a container, between namespaces of the test's own.
@Suite(
    "Programs that forward ports; need root and namespaces", .serialized,
    .enabled(if: ScenarioNetwork.isPossible, "namespaces cannot be made, or there is no C compiler"))
struct ForwardingTests {
    private static let server = """
        import socket, sys
        listener = socket.create_server(("", 8000))
        print("ready", flush=True)
        sys.stdin.read()
        """

    @Test("what arrives at a published port is the container's", arguments: [AttributionMeans.all, [.socketTables]])
    func published(means: AttributionMeans) throws {
        let network = try ScenarioNetwork(named: "forward-\(means.rawValue)")
        let folder = FileManager.default.temporaryDirectory.path + "/earshot-forwarding-\(getpid())-\(means.rawValue)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try ScenarioTests.compile(as: ["docker-proxy"], into: folder)
        let host = try network.keep("/bin/sh", ["-c", "echo ready; read line"], in: network.host)
        let behind = try network.keep("/usr/bin/python3", ["-c", Self.server], in: network.container)
        let words =
            "-proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip \(ScenarioNetwork.containerAddress) -container-port 8000"
        let proxy = try network.keep(
            folder + "/docker-proxy", words.split(separator: " ").map(String.init), in: network.host)
        let owners = try SocketOwners(networkOf: host, means: means)
        let tuple = FlowTuple(
            .tcp, source: SocketAddress(IPAddress(v4: 0xC000_0209), 50_000),
            destination: SocketAddress(try #require(IPAddress(ScenarioNetwork.hostAddress)), 8080))
        let attribution = owners.attribution(of: tuple, at: .now)
        #expect(attribution.destination?.process?.pid == behind)
        #expect(attribution.destination?.reason?.contains("through docker-proxy, process \(proxy)") == true)
        #expect(attribution.source == nil)
    }

    @Test("the arguments say whom a forwarder serves")
    func arguments() {
        func read(_ line: String) -> PortForwarder? {
            let words = line.split(separator: " ").map(String.init)
            return PortForwarder(program: words[0].lastPathComponent, arguments: words)
        }
        let target = SocketAddress(IPAddress(v4: 0xAC11_0002), 80)
        #expect(
            read(
                "/usr/bin/docker-proxy -proto tcp -host-ip :: -host-port 8080 -container-ip 172.17.0.2 -container-port 80"
            )
                == .toAddress(target))
        #expect(read("docker-proxy -proto tcp -container-ip 172.17.0.2") == nil)
        #expect(read("docker-proxy -container-ip 172.17.0.2 -container-port 65536") == nil)
        #expect(read("slirp4netns --configure --mtu=65520 4711 tap0") == .toNetworkOf(4711))
        #expect(read("slirp4netns --netns-type=path /run/netns/one tap0") == .toNetworkAt("/run/netns/one"))
        #expect(
            read("pasta --config-net -t 8080:80 --netns /run/user/1000/netns/one")
                == .toNetworkAt("/run/user/1000/netns/one"))
        #expect(read("pasta.avx2 --config-net 4711") == .toNetworkOf(4711))
        #expect(read("pasta --config-net -- /usr/bin/python3 app.py") == .toNetworkOfChildren)
        #expect(read("rootlessport") == .toNetworkOfChildren)
        #expect(read("nginx -g daemon") == nil)
    }
}
