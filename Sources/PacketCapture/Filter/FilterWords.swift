internal import Observation

/// The words of a filter expression, looked through for names that the library would ask name servers for.
///
/// Errs on the side of refusing: a word passes when it is a keyword, a number or an address, or stands where only a port, a
/// protocol or another local name can stand.
enum FilterWords {
    /// What a name at this place would be taken for.
    private enum Kind { case host, local }

    /// More than anybody writes, and what keeps the compiler's recursion shallow.
    private static let lengthLimit = 8_192

    static func check(_ expression: String) throws(CaptureError) {
        guard expression.utf8.count <= lengthLimit else {
            throw CaptureError(.badFilter, subject: expression, detail: "it is too long")
        }
        // The library would read as far as the zero and take that for the whole.
        guard !expression.utf8.contains(0) else { throw CaptureError(.badFilter, subject: expression) }
        var kind = Kind.host
        for token in tokens(expression.utf8) {
            switch token {
            case "or", "and", "(": continue
            case "not", ")": kind = .host
            case _ where localQualifiers.contains(token): kind = .local
            case _ where keywords.contains(token): kind = .host
            case _ where isNumberOrAddress(token, kind): continue
            case _ where token.hasPrefix("\\"): continue
            default:
                guard kind == .local else {
                    throw CaptureError(
                        .badFilter, subject: expression,
                        detail: "it has a word that is no keyword and no address; names are not looked up")
                }
            }
        }
    }

    /// Words, brackets one by one; operators separate words, and have become `and`, `or`, `not` where they mean these.
    private static func tokens(_ bytes: String.UTF8View) -> [String] {
        var tokens: [String] = []
        var word: [UInt8] = []
        /// Between square brackets a colon stands between two numbers.
        var isInBrackets = false
        func end() {
            if !word.isEmpty { tokens.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll()
        }
        for byte in bytes {
            if byte == UInt8(ascii: "[") { isInBrackets = true }
            if byte == UInt8(ascii: "]") { isInBrackets = false }
            switch byte {
            case UInt8(ascii: ":") where isInBrackets: end()
            case UInt8(ascii: "("), UInt8(ascii: ")"):
                end()
                tokens.append(byte == UInt8(ascii: "(") ? "(" : ")")
            case UInt8(ascii: "!"):
                end()
                tokens.append("not")
            case 9, 10, 11, 12, 13, 32, UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "["), UInt8(ascii: "]"),
                UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "*"),
                UInt8(ascii: "%"), UInt8(ascii: "^"):
                end()
            default: word.append(byte)
            }
        }
        end()
        return tokens
    }

    /// Whether a word can be nothing but a number or an address, by the rules of the library's own lexer.
    ///
    /// Strict, because that lexer takes `1.2.3.4.5`, `10-20` and `0xab.de` for names.
    private static func isNumberOrAddress(_ token: String, _ kind: Kind) -> Bool {
        let slash = token.split(separator: "/", omittingEmptySubsequences: false)
        if slash.count == 2, !isDigits(slash[1]) { return false }
        guard slash.count <= 2, let text = slash.first else { return false }
        if text.contains(":") { return isCardAddress(text) || IPAddress(String(text))?.version == .v6 }
        if text.isEmpty || text == "-" { return true }
        if text.hasPrefix("0x") || text.hasPrefix("0X") {
            return text.utf8.count > 2 && text.dropFirst(2).allSatisfy(isHex)
        }
        let groups = text.split(separator: ".", omittingEmptySubsequences: false)
        if groups.count <= 4, groups.allSatisfy(isDigits) { return true }
        let range = text.split(separator: "-", omittingEmptySubsequences: false)
        guard range.count == 2, isDigits(range[1]) else { return false }
        return range[0].isEmpty || kind == .local && isDigits(range[0])
    }

    private static func isHex(_ character: Character) -> Bool {
        character.isASCII && character.isHexDigit
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether a text is the address of a network card: six bytes in hexadecimal, separated by colons.
    private static func isCardAddress(_ text: Substring) -> Bool {
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        return groups.count == 6 && groups.allSatisfy { (1...2).contains($0.utf8.count) && $0.allSatisfy(isHex) }
    }

    /// Behind these a name is one of this host's tables, or of the library's own.
    private static let localQualifiers: Set<String> = [
        "port", "portrange", "proto", "protochain", "type", "subtype", "dir", "direction", "reason", "action", "on",
        "ifname", "rset", "ruleset",
    ]

    private static let keywords: Set<String> = [
        "dst", "src", "link", "ether", "ppp", "slip", "fddi", "tr", "wlan", "arp", "rarp", "ip", "sctp", "tcp", "udp",
        "icmp", "igmp", "igrp", "pim", "vrrp", "carp", "radio", "ip6", "icmp6", "ah", "esp", "atalk", "aarp", "decnet",
        "lat", "sca", "moprc", "mopdl", "iso", "esis", "es-is", "isis", "is-is", "l1", "l2", "iih", "lsp", "snp",
        "csnp",
        "psnp", "clnp", "stp", "ipx", "netbeui", "host", "net", "mask", "gateway", "less", "greater", "byte",
        "broadcast", "multicast", "len", "length", "inbound", "outbound", "ifindex", "vlan", "mpls", "pppoed", "pppoes",
        "geneve", "vxlan", "lane", "llc", "addr1", "addr2", "addr3", "addr4", "address1", "address2", "address3",
        "address4", "ra", "ta", "rnr", "rulenum", "srnr", "subrulenum", "icmptype", "icmpcode", "icmp-echoreply",
        "icmp-unreach", "icmp-sourcequench", "icmp-redirect", "icmp-echo", "icmp-routeradvert", "icmp-routersolicit",
        "icmp-timxceed", "icmp-paramprob", "icmp-tstamp", "icmp-tstampreply", "icmp-ireq", "icmp-ireqreply",
        "icmp-maskreq", "icmp-maskreply", "icmp6type", "icmp6code", "icmp6-echo", "icmp6-echoreply",
        "icmp6-destinationrunreach", "icmp6-packettoobig", "icmp6-timeexceeded", "icmp6-parameterproblem",
        "icmp6-multicastlistenerquery", "icmp6-multicastlistenerreportv1", "icmp6-multicastlistenerdone",
        "icmp6-routersolicit", "icmp6-routeradvert", "icmp6-neighborsolicit", "icmp6-neighboradvert", "icmp6-redirect",
        "tcpflags", "tcp-fin", "tcp-syn", "tcp-rst", "tcp-push", "tcp-ack", "tcp-urg", "tcp-ece", "tcp-cwr",
    ]
}
