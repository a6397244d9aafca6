import Dissection
import Observation
import Testing

@Suite("EDNS")
struct EDNSTests {
    private static func message(_ options: [UInt8], ttl: UInt32 = 0x0000_8000) throws -> (DNSMessage, [String]) {
        var weirds: [Weird] = []
        let bytes = DNSBytes.message(
            questions: [DNSBytes.question("a.example")],
            additional: [DNSBytes.record([0], type: 41, recordClass: 1_232, ttl: ttl, options)])
        let message = try DNSMessage(parsing: bytes.span, as: .dns, noting: &weirds)
        return (message, weirds.map(\.name))
    }

    @Test("size, flags, response code and options read")
    func options() throws {
        let options =
            DNSBytes.option(8, [0, 1, 24, 0, 203, 0, 113]) + DNSBytes.option(10, [UInt8](repeating: 1, count: 8))
            + DNSBytes.option(12, [0, 0, 0]) + DNSBytes.option(15, [0, 15] + Array("ads".utf8))
            + DNSBytes.option(65_001, [1])
        let (message, weirds) = try Self.message(options, ttl: 0x0100_8000)
        let extensions = try #require(message.extensions)
        #expect(weirds.isEmpty)
        #expect(message.isComplete)
        #expect(message.additional.isEmpty)
        #expect(message.responseCodeName == "BADVERS")
        #expect(message.flagNames == ["RD", "RA", "DO"])
        #expect(extensions.datagramByteCount == 1_232)
        #expect(extensions.clientSubnet?.description == "203.0.113.0/24")
        #expect(extensions.cookieByteCount == 8)
        #expect(extensions.paddingByteCount == 3)
        #expect(extensions.errors.map(\.description) == ["Blocked: ads"])
        #expect(extensions.optionCodes == [8, 10, 12, 15, 65_001])
    }

    @Test(
        "client subnets of both families, whole and empty",
        arguments: [
            ([0, 2, 56, 0, 0x20, 1, 0x0D, 0xB8, 0, 1, 2], "2001:db8:1:200::/56"),
            ([0, 1, 32, 32, 192, 0, 2, 77], "192.0.2.77/32"),
            ([0, 1, 0, 0], "0.0.0.0/0"),
        ] as [([UInt8], String)])
    func subnets(bytes: [UInt8], text: String) throws {
        let (message, weirds) = try Self.message(DNSBytes.option(8, bytes))
        #expect(message.extensions?.clientSubnet?.description == text)
        #expect(weirds.isEmpty)
    }

    @Test(
        "lying options are told by Zeek's names where it has them",
        arguments: [
            (DNSBytes.option(8, [0, 1, 33, 0, 1, 1, 1, 1, 1]), "EDNS_ECS_invalid_addr_v4_prefix"),
            (DNSBytes.option(8, [0, 2, 129, 0]), "EDNS_ECS_invalid_addr_v6_prefix"),
            (DNSBytes.option(8, [0, 1, 24, 0, 1]), "EDNS_ECS_invalid_option_len"),
            (DNSBytes.option(8, [0, 1]), "EDNS_ECS_invalid_option_len"),
            (DNSBytes.option(15, [0]), "dns_edns_option_truncated"),
            ([0, 8, 0, 99, 1], "dns_edns_option_truncated"),
            ([0], "dns_edns_option_truncated"),
        ] as [([UInt8], String)])
    func malformed(options: [UInt8], name: String) throws {
        let (message, weirds) = try Self.message(options)
        #expect(weirds == [name])
        #expect(message.extensions?.clientSubnet == nil)
    }

    @Test("a second set of extensions is told and does not replace the first")
    func repeated() throws {
        var weirds: [Weird] = []
        let records = [512, 4_096].map { DNSBytes.record([0], type: 41, recordClass: $0, []) }
        let bytes = DNSBytes.message(questions: [DNSBytes.question("a.example")], additional: records)
        let message = try DNSMessage(parsing: bytes.span, as: .dns, noting: &weirds)
        #expect(message.extensions?.datagramByteCount == 512)
        #expect(weirds.map(\.name) == ["dns_edns_repeated_or_misplaced"])
    }
}
