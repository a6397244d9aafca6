import Dissection
import Observation
import TestSupport
import Testing

@Suite("DNS records")
struct DNSRecordTests {
    private static let zone = ##"""
        A 203.0.113.9
        AAAA 2001:db8::9
        NS ns1.example.com.
        CNAME cdn.example.net.
        SOA ns1.example.com. admin\.x.example.com. 2024010101 7200 3600 1209600 300
        PTR host.example.com.
        MX 10 mail.example.com.
        SRV 1 2 5060 sip.example.com.
        NAPTR 100 10 "S" "SIP+D2U" "!^.*$!sip:x@example.com!" _sip._udp.example.com.
        CAA 128 issue "letsencrypt.org"
        DS 60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118
        TLSA 3 1 1 2bb183af5f22588179a53b0a98631fad1a2921182bb183af5f22588179a53b0a
        SSHFP 2 1 123456789abcdef67890123456789abcdef67890
        NSEC host.example.com. A MX RRSIG NSEC TYPE1234
        NSEC3 1 1 12 aabbccdd 2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG
        NSEC3PARAM 1 0 12 aabbccdd
        URI 10 1 "ftp://ftp1.example.com/public"
        TYPE65280 \# 4 0a000001
        RP admin.example.com. txt.example.com.
        DNAME other.example.net.
        LOC 52 22 23.000 N 4 53 32.050 E -2.00m
        LOC 33 52 0.004 S 151 12 40.000 W 10000.56m
        HTTPS 1 . alpn="h2,h3" no-default-alpn port="8443" ipv4hint="192.0.2.1,192.0.2.2" ipv6hint="2001:db8::1"
        SVCB 16 foo.example.org. mandatory="alpn,ipv4hint" alpn="h2,h3-19" ipv4hint="192.0.2.1" dohpath="/q{?dns}"
        HTTPS 0 svc.example.net.
        """##

    private static let script = """
        import sys, dns.message, dns.rrset
        m = dns.message.make_response(dns.message.make_query("www.Example.com", "ANY"))
        for line in sys.stdin.read().splitlines():
            kind, text = line.split(" ", 1)
            m.answer.append(dns.rrset.from_text("www.example.com.", 300, "IN", kind, text))
        print(m.to_wire(max_size=65535).hex())
        """

    /// Zone files end absolute names with a dot, events do not.
    private static func withoutFinalDots(_ text: String) -> String {
        text.split(separator: " ").map { $0 != "." && $0.hasSuffix(".") ? String($0.dropLast()) : String($0) }
            .joined(separator: " ")
    }

    @Test(
        "the records that dnspython writes read back as the zone file they came from",
        .enabled(if: PythonOracle.canImport("dns.message")))
    func zoneFile() throws {
        let hex = try #require(PythonOracle.run(Self.script, input: Self.zone))
        let bytes = try #require(Hexadecimal.bytes(hex))
        let message = try DNSMessage(parsing: bytes.span)
        #expect(message.isComplete)
        let found = message.answers.map { "\($0.type) \($0.text)" }
        #expect(found == Self.zone.split(separator: "\n").map { Self.withoutFinalDots(String($0)) })
        #expect(message.answers.allSatisfy { $0.name == "www.example.com" && $0.timeToLive == 300 })
    }

    @Test("text keeps its strings apart and shows odd bytes")
    func text() throws {
        let data: [UInt8] = [3, 0x61, 0x20, 0x62, 0, 4, 0x22, 0x5C, 0xFF, 0x0A]
        let message = try DNSMessage(parsing: DNSBytes.answer(type: 16, data).span)
        #expect(message.answers.map(\.value) == [.text(["a b", "", #""\\\255\010"#])])
    }

    @Test(
        "data that contradicts its type is told as that, and the records behind it are read",
        arguments: [
            (1, [1, 2, 3], "DNS_RR_bad_length"),
            (28, [UInt8](repeating: 1, count: 15), "DNS_RR_bad_length"),
            (16, [5, 0x61], "DNS_TXT_char_str_past_rdlen"),
            (257, [0, 9, 0x61], "DNS_CAA_char_str_past_rdlen"),
            (5, [1, 0x61, 0, 7], "DNS_RR_length_mismatch"),
            (15, [0, 10, 1, 0x61], "DNS_RR_length_mismatch"),
            (5, [0xC0, 0xFF], "DNS_label_forward_compress_offset"),
            (29, [1] + [UInt8](repeating: 0, count: 15), "DNS_LOC_version_unrecognized"),
            (29, [UInt8](repeating: 0, count: 15), "DNS_RR_length_mismatch"),
            (6, [0, 0, 1, 2, 3], "DNS_RR_length_mismatch"),
            (47, [0, 0, 33] + [UInt8](repeating: 255, count: 33), "DNS_RR_length_mismatch"),
        ] as [(Int, [UInt8], String)])
    func malformed(type: Int, data: [UInt8], name: String) throws {
        let bytes = DNSBytes.message(
            questions: [DNSBytes.question("www.example.com")],
            answers: [DNSBytes.record(type: type, data), DNSBytes.record(type: 1, [192, 0, 2, 1])])
        var weirds: [Weird] = []
        let message = try DNSMessage(parsing: bytes.span, as: .dns, noting: &weirds)
        #expect(weirds.map(\.name) == [name])
        #expect(message.answers.map(\.value).first == .malformed)
        #expect(message.answers.last?.text == "192.0.2.1")
        #expect(!message.isComplete)
    }

    @Test("a record of another class is no address")
    func otherClass() throws {
        let bytes = DNSBytes.message(
            questions: [DNSBytes.question("a.example", recordClass: 3)],
            answers: [DNSBytes.record(type: 1, recordClass: 3, [1, 0x61, 0, 0, 5])])
        let message = try DNSMessage(parsing: bytes.span)
        #expect(message.answers.map(\.text) == [##"\# 5 0161000005"##])
    }

    @Test("every shorter data of every type either reads or is malformed, and never reaches into the next record")
    func shorterData() throws {
        for type in 1...270 {
            let whole = DNSBytes.name("a.example") + [UInt8](1...60)
            for length in 0..<whole.count {
                let bytes = DNSBytes.message(
                    questions: [DNSBytes.question("www.example.com")],
                    answers: [
                        DNSBytes.record(type: type, Array(whole.prefix(length))),
                        DNSBytes.record(type: 1, [192, 0, 2, 1]),
                    ])
                let message = try DNSMessage(parsing: bytes.span)
                #expect(message.answers.last?.text == "192.0.2.1")
            }
        }
    }
}

/// Hexadecimal digits as bytes.
enum Hexadecimal {
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
        guard digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
