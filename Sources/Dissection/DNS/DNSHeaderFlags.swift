/// The second field of a message's header: what kind of message it is.
///
/// Layout: RFC 1035, section 4.1.1, with the bits of RFC 4035; for NetBIOS RFC 1002, section 4.2.1.1.
package struct DNSHeaderFlags: Hashable, Sendable {
    /// The field as it was sent.
    package let rawValue: UInt16

    /// Creates the flags from the field.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Whether the message answers.
    package var isResponse: Bool { rawValue & 0x8000 != 0 }
    /// What is asked for, such as a lookup or an update.
    package var operationCode: UInt8 { UInt8(rawValue >> 11 & 0x0F) }
    /// Whether the answer is the owner's own.
    package var isAuthoritative: Bool { rawValue & 0x0400 != 0 }
    /// Whether the message was cut to fit into a datagram.
    package var isTruncated: Bool { rawValue & 0x0200 != 0 }
    /// The lower four bits of the response code.
    package var responseCode: UInt8 { UInt8(rawValue & 0x0F) }
    /// Whether the update adds or removes records of a zone (RFC 2136).
    package var isUpdate: Bool { operationCode == 5 }

    /// The bits that are set, by their short names.
    func names(in service: NameService) -> [String] {
        let bits: [(UInt16, String)] =
            switch service {
            case .linkLocal: [(0x0400, "C"), (0x0200, "TC"), (0x0100, "T")]
            case .netBIOS: [(0x0400, "AA"), (0x0200, "TC"), (0x0100, "RD"), (0x0080, "RA"), (0x0010, "B")]
            default:
                [
                    (0x0400, "AA"), (0x0200, "TC"), (0x0100, "RD"), (0x0080, "RA"), (0x0040, "Z"), (0x0020, "AD"),
                    (0x0010, "CD"),
                ]
            }
        return bits.filter { rawValue & $0.0 != 0 }.map(\.1)
    }

    /// The operation by name (IANA DNS OpCodes, RFC 1002), `OPCODE9` and such for unknown ones.
    func operationName(in service: NameService) -> String {
        switch (operationCode, service) {
        case (0, _): "QUERY"
        case (5, .netBIOS): "REGISTRATION"
        case (6, .netBIOS): "RELEASE"
        case (7, .netBIOS): "WACK"
        case (8, .netBIOS), (9, .netBIOS): "REFRESH"
        case (15, .netBIOS): "MULTIHOMED-REGISTRATION"
        case (1, _): "IQUERY"
        case (2, _): "STATUS"
        case (4, _): "NOTIFY"
        case (5, _): "UPDATE"
        case (6, _): "DSO"
        default: "OPCODE\(operationCode)"
        }
    }
}

/// The names of response codes (IANA DNS RCODEs).
enum DNSResponseCode {
    /// The name of a code, its upper bits from EDNS included; `RCODE12` and such for unknown ones.
    static func name(_ code: UInt16) -> String {
        switch Int(code) {
        case 0..<basic.count: basic[Int(code)]
        case 16..<16 + extended.count: extended[Int(code) - 16]
        default: "RCODE\(code)"
        }
    }

    private static let basic = [
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH",
        "NOTZONE", "DSOTYPENI",
    ]

    private static let extended = [
        "BADVERS", "BADKEY", "BADTIME", "BADMODE", "BADNAME", "BADALG", "BADTRUNC", "BADCOOKIE",
    ]
}
