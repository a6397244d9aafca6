/// What the first bytes on a connection to a name server look like.
enum DNSShape: Equatable {
    case query
    case response
    /// Something else, or too little to tell.
    case other

    /// Judges bytes that should begin with the length of a message (RFC 1035, section 4.2.2).
    ///
    /// Of a length that came by itself only its size is judged: what else begins with so few bytes in a segment of its own
    /// is no protocol that is known.
    init(stream bytes: Span<UInt8>) {
        guard bytes.count >= 2 else {
            self = .other
            return
        }
        let length = Int(bytes[0]) << 8 | Int(bytes[1])
        if bytes.count == 2 {
            self = (12...4_096).contains(length) ? .query : .other
        } else {
            self = length >= 12 && bytes.count >= 14 ? DNSShape(header: bytes.extracting(2..<bytes.count)) : .other
        }
    }

    /// Judges a header: a known operation, the reserved bit zero, and counts that fit what real messages have.
    private init(header bytes: Span<UInt8>) {
        let flags = DNSHeaderFlags(rawValue: UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
        let counts = stride(from: 4, to: 12, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        let isKnown = [0, 2, 4, 5, 6].contains(flags.operationCode) && flags.rawValue & 0x0040 == 0
        let isModest = counts[0] <= 16 && counts[1] <= 4_096 && counts[2] <= 1_024 && counts[3] <= 1_024
        let beginsName = counts[0] == 0 || bytes.count == 12 || bytes[12] <= 63
        let saysSomething = flags.isResponse || counts[0] > 0 || flags.operationCode == 6
        guard isKnown, isModest, beginsName, saysSomething else {
            self = .other
            return
        }
        self = flags.isResponse ? .response : .query
    }
}

extension NameService {
    /// The protocol that a connection should carry, by its port or by what the layer around agreed on.
    init?(expectedIn environment: DialogueEnvironment) {
        switch (environment.applicationProtocol, environment.serverPort) {
        case ("dot"?, _): self = .overTLS
        case ("doq"?, _): self = .overQUIC
        case (nil, 853) where environment.depth > 0: self = .overTLS
        case (nil, 53): self = .dns
        case (nil, 5_355): self = .linkLocal
        default: return nil
        }
    }
}
