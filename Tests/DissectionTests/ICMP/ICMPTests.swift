import Dissection
import Observation
import Testing

@Suite("ICMP")
struct ICMPTests {
    private static let echo: [UInt8] = [8, 0, 0, 0, 0x12, 0x34, 0, 7] + Array("payload".utf8)
    private static let quoted = Packets.ipv4(17, from: "10.0.0.1", to: "10.0.0.2", Packets.udp(5_000, 53, [1]))

    @Test("an echo has its number, its identifier and the bytes it carries")
    func reads() throws {
        let message = try ICMPMessage(parsing: Self.echo.span, in: 0..<Self.echo.count, isV6: false)
        #expect(message.type == 8)
        #expect(message.identifier == 0x1234)
        #expect(message.sequenceNumber == 7)
        #expect(message.payload == 8..<15)
        #expect(message.quotation == nil)
        for length in 0..<4 {
            #expect(throws: WireError(.truncated, at: length)) {
                try ICMPMessage(parsing: Self.echo.span, in: 0..<length, isV6: false)
            }
        }
        for length in 4..<8 {
            let short = try ICMPMessage(parsing: Self.echo.span, in: 0..<length, isV6: false)
            #expect(short.identifier == nil && short.payload.isEmpty)
        }
    }

    @Test("an error names the packet it is about, and every shorter quotation as much as it has")
    func quotation() throws {
        let bytes: [UInt8] = [3, 3, 0, 0, 0, 0, 0, 0] + Self.quoted
        let quotation = try ICMPMessage(parsing: bytes.span, in: 0..<bytes.count, isV6: false).quotation
        #expect(quotation?.source == IPAddress("10.0.0.1"))
        #expect(quotation?.destination == IPAddress("10.0.0.2"))
        #expect(quotation?.protocolNumber == 17)
        #expect(quotation?.sourcePort == 5_000)
        #expect(quotation?.destinationPort == 53)
        for length in 4..<bytes.count {
            let short = try ICMPMessage(parsing: bytes.span, in: 0..<length, isV6: false).quotation
            #expect((short == nil) == (length < 28))
            #expect(short?.destinationPort == (length < 28 ? nil : length < 32 ? 0 : 53))
        }
        let tooBig = [2, 0, 0, 0, 0, 0, 5, 0] + Packets.ipv6(6, from: "::1", to: "::2", Packets.tcp(7, 8, seq: 1))
        #expect(try ICMPMessage(parsing: tooBig.span, in: 0..<tooBig.count, isV6: true).quotation?.sourcePort == 7)
    }

    @Test("request and reply are the two directions of one flow, whatever the version")
    func pairs() {
        var bench = NetworkBench()
        bench.feed(Packets.ipv4(1, from: "192.0.2.1", to: "192.0.2.2", Self.echo))
        bench.feed(Packets.ipv4(1, from: "192.0.2.2", to: "192.0.2.1", [0, 0] + Self.echo.dropFirst(2)))
        bench.feed(Packets.ipv6(58, from: "::1", to: "::2", [128, 0] + Self.echo.dropFirst(2)))
        bench.feed(Packets.ipv6(58, from: "::2", to: "::1", [129, 0] + Self.echo.dropFirst(2)))
        bench.feed(Packets.ipv4(1, from: "192.0.2.2", to: "192.0.2.1", [3, 13, 0, 0, 0, 0, 0, 0] + Self.quoted))
        #expect(
            bench.descriptions == [
                "192.0.2.1:8 > 192.0.2.2:0 1", "192.0.2.2:0 > 192.0.2.1:8 1", "::1:128 > ::2:129 58",
                "::2:129 > ::1:128 58", "192.0.2.2:3 > 192.0.2.1:13 1",
            ])
        for type in UInt8.min...UInt8.max {
            for isV6 in [false, true] {
                let (source, destination) = ICMPMessage.ports(type: type, code: 77, isV6: isV6)
                guard destination != 77 else { continue }
                let back = ICMPMessage.ports(type: UInt8(destination), code: 77, isV6: isV6)
                #expect(back.source == destination && back.destination == source)
            }
        }
    }
}
