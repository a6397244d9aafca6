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

    /// The name that IANA lists, or `TYPE65280` and such as RFC 3597 spells unknown ones.
    package var description: String { Self.names[rawValue] ?? "TYPE\(rawValue)" }

    private static let names: [UInt16: String] = [
        1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 10: "NULL", 12: "PTR", 13: "HINFO", 15: "MX", 16: "TXT", 17: "RP",
        18: "AFSDB", 24: "SIG", 25: "KEY", 28: "AAAA", 29: "LOC", 33: "SRV", 35: "NAPTR", 37: "CERT", 39: "DNAME",
        41: "OPT", 42: "APL", 43: "DS", 44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG", 47: "NSEC", 48: "DNSKEY", 49: "DHCID",
        50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA", 53: "SMIMEA", 55: "HIP", 59: "CDS", 60: "CDNSKEY", 61: "OPENPGPKEY",
        62: "CSYNC", 63: "ZONEMD", 64: "SVCB", 65: "HTTPS", 99: "SPF", 249: "TKEY", 250: "TSIG", 251: "IXFR",
        252: "AXFR",
        255: "ANY", 256: "URI", 257: "CAA",
    ]
}
