/// Messages of DNS built part by part.
enum DNSBytes {
    static func name(_ text: String) -> [UInt8] { DNSTests.name(text) }

    static func record(
        _ name: [UInt8] = [0xC0, 12], type: Int, recordClass: Int = 1, ttl: UInt32 = 60, _ data: [UInt8]
    ) -> [UInt8] {
        name + Packets.u16(type) + Packets.u16(recordClass) + Packets.u32(ttl) + Packets.u16(data.count) + data
    }

    static func question(_ name: String, type: Int = 1, recordClass: Int = 1) -> [UInt8] {
        self.name(name) + Packets.u16(type) + Packets.u16(recordClass)
    }

    static func message(
        _ flags: Int = 0x8180, id: Int = 0x1234, questions: [[UInt8]] = [], answers: [[UInt8]] = [],
        authority: [[UInt8]] = [], additional: [[UInt8]] = []
    ) -> [UInt8] {
        let sections = [questions, answers, authority, additional]
        return Packets.u16(id) + Packets.u16(flags) + sections.flatMap { Packets.u16($0.count) }
            + sections.flatMap { $0.flatMap { $0 } }
    }

    /// An answer with one record of some data about `www.example.com`.
    static func answer(type: Int, _ data: [UInt8]) -> [UInt8] {
        message(questions: [question("www.example.com", type: type)], answers: [record(type: type, data)])
    }

    static func parameter(_ key: Int, _ value: [UInt8]) -> [UInt8] {
        Packets.u16(key) + Packets.u16(value.count) + value
    }

    static func option(_ code: Int, _ value: [UInt8]) -> [UInt8] { parameter(code, value) }

    /// A message as TCP carries it.
    static func framed(_ message: [UInt8]) -> [UInt8] { Packets.u16(message.count) + message }
}
