import TestSupport
import Testing

@testable import Observation

@Suite("Addresses")
struct IPAddressTests {
    @Test(
        "every spelling is written in the one form of RFC 5952",
        arguments: [
            ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"), ("::1", "::1"),
            // Section 4.1: no leading zeros. 4.2.1: as short as can be. 4.2.2: not for one group alone.
            ("2001:0db8::0001", "2001:db8::1"), ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            // Section 4.2.3: the longest run, and the first of two equal ones. 4.3: small letters.
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:DB8::ABCD", "2001:db8::abcd"), ("1:0:0:0:0:0:0:0", "1::"), ("0:0:0:0:0:0:0:2", "::2"),
            // Section 5: an IPv4 address inside stays in dots.
            ("::ffff:c000:0201", "::ffff:192.0.2.1"), ("::FFFF:192.0.2.1", "::ffff:192.0.2.1"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("fe80::1%eth0", "fe80::1"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
        ])
    func canonical(text: String, expected: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == expected)
        #expect(IPAddress(address.description) == address)
    }

    @Test(
        "what is no address is none",
        arguments: [
            "", ".", ":", ":::", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "1.2.3.-4", "+1.2.3.4",
            " 1.2.3.4", "1.2.3.4 ", "1.2.3.4%eth0", "1..3.4", "0x1.2.3.4", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
            "1::2::3", "12345::", "g::", ":1::", "1::2:", "1:2:3:4:5:6:7::8", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5",
            "+1::", "-1::", "::1%", "::1%a%b", "%eth0", "１.2.3.4", "::１", "1.2.3.4/8", "localhost",
        ])
    func unreadable(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("Python's ipaddress reads and writes the same", .enabled(if: PythonOracle.canImport("ipaddress")))
    func pythonAgrees() throws {
        var generator = SeededGenerator(seed: 4291)
        let texts = (0..<2_000).map { _ in Self.randomText(&generator) }
        let script = """
            import sys, ipaddress
            for line in sys.stdin.read().split("\\n"):
                try:
                    address = ipaddress.ip_address(line)
                    mapped = address.version == 6 and address.ipv4_mapped
                    print("::ffff:" + str(mapped) if mapped else str(address).split("%")[0])
                except ValueError:
                    print("-")
            """
        let output = try #require(PythonOracle.run(script, input: texts.joined(separator: "\n")))
        let expected = output.split(separator: "\n").map(String.init)
        #expect(expected.count == texts.count)
        #expect(expected.contains("-") && expected.contains { $0.contains(":") })
        for (text, answer) in zip(texts, expected) {
            #expect(IPAddress(text)?.description ?? "-" == answer, "\(text)")
        }
    }

    @Test(
        "the scope is how far an address reaches",
        arguments: [
            ("0.0.0.0", AddressScope.unspecified), ("::", .unspecified), ("127.0.0.1", .loopback),
            ("127.255.255.255", .loopback), ("::1", .loopback), ("::ffff:127.0.0.1", .loopback),
            ("126.255.255.255", .public), ("128.0.0.0", .public), ("169.254.0.1", .linkLocal), ("169.255.0.0", .public),
            ("fe80::1", .linkLocal), ("febf::1", .linkLocal), ("fec0::1", .public), ("fe7f::1", .public),
            ("10.0.0.0", .private), ("11.0.0.0", .public), ("172.15.255.255", .public), ("172.16.0.0", .private),
            ("172.31.255.255", .private), ("172.32.0.0", .public), ("192.168.0.1", .private), ("192.169.0.1", .public),
            ("100.63.255.255", .public), ("100.64.0.0", .private), ("100.127.255.255", .private),
            ("100.128.0.0", .public), ("fc00::1", .private), ("fdff::1", .private), ("fe00::1", .public),
            ("::ffff:10.1.2.3", .private), ("224.0.0.1", .multicast), ("239.255.255.255", .multicast),
            ("240.0.0.0", .public), ("255.255.255.255", .multicast), ("ff02::1", .multicast), ("8.8.8.8", .public),
            ("2606:4700::1", .public), ("::2", .public),
        ])
    func scopes(text: String, scope: AddressScope) throws {
        #expect(try #require(IPAddress(text)).scope == scope)
    }

    @Test("no random text traps")
    func randomBytes() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...45, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = IPAddress(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// A text that often is an address, made of few digits so that groups of zeros are frequent.
    private static func randomText(_ generator: inout SeededGenerator) -> String {
        func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "0" }
        switch Int.random(in: 0...3, using: &generator) {
        case 0:
            return (0..<Int.random(in: 3...5, using: &generator)).map { _ in pick(["0", "1", "9", "255", "256", "01"]) }
                .joined(separator: ".")
        case 1:
            return (0..<8).map { _ in pick(["0", "0", "1", "ABCD", "00f"]) }.joined(separator: ":")
        case 2:
            let head = (0..<Int.random(in: 0...5, using: &generator)).map { _ in pick(["0", "1", "ffff"]) }
            let tail = (0..<Int.random(in: 0...4, using: &generator)).map { _ in pick(["0", "1", "1.2.3.4"]) }
            return head.joined(separator: ":") + "::" + tail.joined(separator: ":")
        default:
            return String(
                (0..<Int.random(in: 2...12, using: &generator)).map { _ in
                    Array("012f:.%").randomElement(using: &generator) ?? ":"
                })
        }
    }
}

@Suite("Networks")
struct IPNetworkTests {
    @Test(
        "an address is inside or not",
        arguments: [
            ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.1.2.3/8", "10.9.9.9", true),
            ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("::/0", "::1", true),
            ("::/0", "8.8.8.8", false),
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.0/31", "192.0.2.1", true),
            ("192.0.2.0/31", "192.0.2.2", false), ("10.0.0.0/8", "::ffff:10.0.0.1", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
            ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
            ("2001:db8::/64", "2001:db8::1:0:0:0:1", false),
            ("2001:db8::/65", "2001:db8::8000:0:0:0", false), ("2001:db8::1/128", "2001:db8::1", true),
        ])
    func contains(network: String, address: String, isInside: Bool) throws {
        let network = try #require(IPNetwork(network))
        #expect(network.contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(
        "what is no network is none",
        arguments: [
            "", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10/8",
            "::/ 8",
        ])
    func unreadable(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test("a prefix length beyond all bits counts as all of them")
    func extremeLengths() throws {
        let (one, two) = (IPAddress(v4: 1), IPAddress(v4: 2))
        #expect(!one.isInside(two, prefixLength: .max) && one.isInside(one, prefixLength: .max))
        #expect(one.isInside(two, prefixLength: .min) && one.isInside(two, prefixLength: 0))
    }

    @Test("an address with a port is written as RFC 3986 wants it")
    func sockets() throws {
        #expect(SocketAddress(IPAddress(v4: 0x7F00_0001), 80).description == "127.0.0.1:80")
        #expect(SocketAddress(IPAddress(v6High: 0, low: 1), 65535).description == "[::1]:65535")
    }
}
