import Foundation
import Observation
import PacketCapture
import Testing

@Suite("Packet filters")
struct PacketFilterTests {
    @Test(
        "expressions of the language are taken",
        arguments: [
            "", "tcp", "port 80", "tcp port http or https", "udp and not port domain", "host 10.0.0.1",
            "src net 192.168.0.0/16", "net 10", "ip6 host 2001:db8::1", "ether host 02:00:00:00:00:01",
            "vlan 5 and tcp",
            "tcp[tcpflags] & (tcp-syn|tcp-ack) != 0", "tcp[13]=0x12", "portrange 1-1024", "len > 100", "ip proto \\tcp",
            "ip[2:2] - 4 > 5", "!(arp || icmp)", "tcp port (80 or http)", "ip proto 47", "greater 10",
            "tcp portrange 10-20", "ip6 net fe80::/10", "ether[0] & 1 = 0", "net 10.1.0.0 mask 255.255.0.0",
            "len > 5 - 4",
        ])
    func good(expression: String) throws {
        _ = try PacketFilter(expression)
    }

    @Test(
        "names that would have to be looked up, and what is no expression, are refused without quoting them",
        arguments: [
            "host secret.example", "secret.example", "src secret", "net secretnet", "port 80 or not secret",
            "(port 80) or secret", "port 80 and host secret", "gateway secret", "tcp port", "and and", "(", "ip[",
            "tcp\0or host secret", "dead.beef", "face", "host 1.2.3.4.secret", String(repeating: "(", count: 20_000),
            "secret-1 or tcp", "ether host secret", "host not secret",
            "host 1.2.3.4.5", "host 10-20", "0xab.de", "fe:ed", "10.0.0.1/secret", "ip[secret]", "a:b:c:d:e:f:secret",
        ])
    func bad(expression: String) {
        do throws(CaptureError) {
            _ = try PacketFilter(expression)
            Issue.record("taken: \(expression)")
        } catch {
            #expect(error.kind == .badFilter)
            #expect(!error.description.contains("secret"))
        }
    }

    @Test("packets of each link type are judged by the same expression")
    func matches() throws {
        let ip: [UInt8] =
            [0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2] + [0x9C, 0x40, 0, 53, 0, 8, 0, 0]
        let ethernet = [UInt8](repeating: 2, count: 12) + [8, 0] + ip
        let cooked: [UInt8] = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0] + ip
        for (expression, expected) in [("udp port 53", true), ("src host 10.0.0.2", false), ("greater 1000", true)] {
            let matcher = PacketMatcher(try PacketFilter(expression))
            for (link, bytes) in [(Int32(1), ethernet), (113, cooked), (12, ip), (1, ethernet)] {
                let record = PacketRecord(timestamp: Timestamp(seconds: 0), originalLength: 1_500, dataLink: link)
                let passes = matcher.matches(record, bytes.span)
                #expect(passes == expected, "\(expression) on \(link)")
            }
            #expect(matcher.unsupportedLinks.isEmpty)
        }
        let matcher = PacketMatcher(try PacketFilter("ether host 02:02:02:02:02:02"))
        let record = PacketRecord(timestamp: Timestamp(seconds: 0), originalLength: 28, dataLink: 12)
        let empty: [UInt8] = []
        let passes = (matcher.matches(record, ip.span), matcher.matches(record, empty.span))
        #expect(passes == (false, false))
        #expect(matcher.unsupportedLinks == [12])
    }

    @Test(
        "the same packets pass as with tcpdump", .enabled(if: OtherCaptures.folder != nil && Tool.isThere("tcpdump")),
        arguments: ["tcp", "udp port 53", "net 192.168.0.0/16", "ip6", "tcp[tcpflags] & tcp-syn != 0"])
    func tcpdump(expression: String) throws {
        for path in OtherCaptures.sample.prefix(12) where path.hasSuffix(".pcap") {
            let lines = try Tool.run("tcpdump", ["-n", "-tt", "-q", "-r", path, expression]).output
                .split(separator: "\n").filter { $0.first?.isNumber == true }
            let matcher = PacketMatcher(try PacketFilter(expression))
            var count = 0
            try CaptureFile(path: path).read { record, bytes in
                if matcher.matches(record, bytes) { count += 1 }
            }
            #expect(count == lines.count, "\(path)")
        }
    }

    @Test("link types have names")
    func names() {
        #expect(DataLink.name(1) == "EN10MB")
        #expect(DataLink.name(113) == "LINUX_SLL")
        #expect(DataLink.name(-7) == "link type -7")
    }
}
