/// The type of a DNS record or question.
package struct DNSRecordType: Hashable, Sendable, CustomStringConvertible {
    /// The number that stands for it.
    package let rawValue: UInt16

    /// Creates a type from its number.
    package init(_ rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let a = DNSRecordType(1)
    package static let cname = DNSRecordType(5)
    package static let aaaa = DNSRecordType(28)
    package static let svcb = DNSRecordType(64)
    package static let https = DNSRecordType(65)

    /// The record of EDNS (RFC 6891), which describes the message and no name.
    static let options = DNSRecordType(41)

    /// The name that IANA lists, or `TYPE65280` and such as RFC 3597 spells unknown ones.
    package var description: String { Self.names[rawValue] ?? "TYPE\(rawValue)" }

    /// The name in a protocol; NetBIOS uses two numbers that DNS gave to other types later (RFC 1002, section 4.2.1.2).
    package func name(in service: NameService) -> String {
        switch (service, rawValue) {
        case (.netBIOS, 32): "NB"
        case (.netBIOS, 33): "NBSTAT"
        default: description
        }
    }

    private static let names: [UInt16: String] = [
        1: "A", 2: "NS", 3: "MD", 4: "MF", 5: "CNAME", 6: "SOA", 7: "MB", 8: "MG", 9: "MR", 10: "NULL", 11: "WKS",
        12: "PTR", 13: "HINFO", 14: "MINFO", 15: "MX", 16: "TXT", 17: "RP", 18: "AFSDB", 19: "X25", 20: "ISDN",
        21: "RT", 22: "NSAP", 23: "NSAP-PTR", 24: "SIG", 25: "KEY", 26: "PX", 27: "GPOS", 28: "AAAA", 29: "LOC",
        30: "NXT", 31: "EID", 32: "NIMLOC", 33: "SRV", 34: "ATMA", 35: "NAPTR", 36: "KX", 37: "CERT", 38: "A6",
        39: "DNAME", 40: "SINK", 41: "OPT", 42: "APL", 43: "DS", 44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG", 47: "NSEC",
        48: "DNSKEY", 49: "DHCID", 50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA", 53: "SMIMEA", 55: "HIP", 56: "NINFO",
        57: "RKEY", 58: "TALINK", 59: "CDS", 60: "CDNSKEY", 61: "OPENPGPKEY", 62: "CSYNC", 63: "ZONEMD", 64: "SVCB",
        65: "HTTPS", 66: "DSYNC", 99: "SPF", 104: "NID", 105: "L32", 106: "L64", 107: "LP", 108: "EUI48", 109: "EUI64",
        128: "NXNAME", 249: "TKEY", 250: "TSIG", 251: "IXFR", 252: "AXFR", 253: "MAILB", 254: "MAILA", 255: "ANY",
        256: "URI", 257: "CAA", 258: "AVC", 259: "DOA", 260: "AMTRELAY", 261: "RESINFO", 262: "WALLET", 263: "CLA",
        264: "IPN", 32768: "TA", 32769: "DLV",
    ]
}
