import Dissection
import Observation
import TestSupport
import Testing

@Suite("Service bindings")
struct ServiceBindingTests {
    private static func binding(_ data: [UInt8]) throws -> (ServiceBinding, [String]) {
        var weirds: [Weird] = []
        let message = try DNSMessage(parsing: DNSBytes.answer(type: 65, data).span, as: .dns, noting: &weirds)
        return (try #require(message.answers.first?.serviceBinding), weirds.map(\.name))
    }

    /// The contents of an ECHConfig: key 7, X25519, one suite, `cover.example`.
    static let echContents: [UInt8] =
        [7, 0, 0x20, 0, 32] + [UInt8](repeating: 9, count: 32) + [0, 4, 0, 1, 0, 1, 0, 13]
        + Array("cover.example".utf8) + [0, 0]

    static func echList(_ contents: [UInt8] = echContents) -> [UInt8] {
        // A version from the future stands before the one that is understood.
        let list = [0xFE, 0x99, 0, 3, 1, 2, 3] + [0xFE, 0x0D] + Packets.u16(contents.count) + contents
        return Packets.u16(list.count) + list
    }

    @Test("an alias and a service with an unknown parameter read as in RFC 9460, appendix D")
    func vectors() throws {
        let target = DNSBytes.name("foo.example.com")
        #expect(try Self.binding([0, 0] + target).0.description == "0 foo.example.com")
        #expect(try Self.binding([0, 0] + target).0.isAlias)
        #expect(try Self.binding([0, 1, 0]).0.description == "1 .")
        #expect(try Self.binding([0, 16] + target + [0, 3, 0, 2, 0, 53]).0.port == 53)
        let unknown = DNSBytes.parameter(667, Array("hello".utf8))
        #expect(try Self.binding([0, 1] + target + unknown).0.otherParameters == ["key667"])
    }

    @Test("the configuration of Encrypted Client Hello tells the outer name, the key and the suites")
    func encryptedClientHello() throws {
        let (binding, weirds) = try Self.binding([0, 1, 0] + DNSBytes.parameter(5, Self.echList()))
        #expect(weirds.isEmpty)
        #expect(binding.encryptedClientHello.map(\.version) == [0xFE99, 0xFE0D])
        let understood = try #require(binding.encryptedClientHello.last)
        #expect(understood.publicName == "cover.example")
        #expect(understood.identifier == 7)
        #expect(understood.keyEncapsulation == 0x20)
        #expect(understood.publicKeyByteCount == 32)
        #expect(understood.cipherSuites.map(\.encryption) == [1])
        #expect(binding.description == #"1 . ech="cover.example""#)
    }

    @Test("every shorter configuration is malformed, and the binding is kept")
    func shorterConfigurations() throws {
        for length in 0..<Self.echContents.count {
            let list = Self.echList(Array(Self.echContents.prefix(length)))
            let (binding, weirds) = try Self.binding([0, 1, 0] + DNSBytes.parameter(5, list))
            #expect(weirds == ["dns_ech_configuration_malformed"])
            #expect(binding.encryptedClientHello.isEmpty)
            #expect(!binding.isComplete)
        }
    }

    @Test(
        "parameters out of order, twice, or of a wrong length end the reading and are told",
        arguments: [
            DNSBytes.parameter(3, [0, 1]) + DNSBytes.parameter(1, [2, 0x68, 0x32]),
            DNSBytes.parameter(3, [0, 1]) + DNSBytes.parameter(3, [0, 1]),
            DNSBytes.parameter(3, [1]),
            DNSBytes.parameter(4, [1, 2, 3]),
            DNSBytes.parameter(6, [UInt8](repeating: 1, count: 17)),
            DNSBytes.parameter(1, [3, 0x68, 0x32]),
            DNSBytes.parameter(2, [0]),
            [0, 1, 0, 9, 1],
        ])
    func malformed(parameters: [UInt8]) throws {
        let (binding, weirds) = try Self.binding([0, 1, 0] + parameters)
        #expect(weirds == ["dns_svcb_parameter_malformed"])
        #expect(!binding.isComplete)
    }

    @Test("hints and the addresses of the target lead to the name that was asked for, without port and scheme")
    func hints() throws {
        let data = [0, 1] + DNSBytes.name("svc.example.net") + DNSBytes.parameter(4, [192, 0, 2, 1])
        let bytes = DNSBytes.message(
            questions: [DNSBytes.question("_8443._https.www.example.com", type: 65)],
            answers: [DNSBytes.record(type: 65, data)],
            additional: [
                DNSBytes.record(DNSBytes.name("svc.example.net"), type: 1, [192, 0, 2, 2]),
                DNSBytes.record(DNSBytes.name("ns.example.net"), type: 1, [192, 0, 2, 3]),
            ])
        var memory = DomainMemory()
        memory.learn(from: try DNSMessage(parsing: bytes.span))
        let names = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map { IPAddress($0).flatMap { memory.name(of: $0) } }
        #expect(names == ["www.example.com", "www.example.com", nil])
    }
}
