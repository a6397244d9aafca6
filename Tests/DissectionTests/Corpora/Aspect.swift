/// What of a capture is compared with the independent reader.
enum Aspect: String, CaseIterable, Sendable {
    /// The names and types of DNS questions.
    case questions
    /// The names of DNS records of all sections.
    case records
    /// The types of DNS records of all sections, and those that denials of existence list.
    case types
    /// The addresses in DNS records of all sections.
    case addresses
    /// The names in CNAME, NS and PTR records of all sections.
    case names
    /// The NetBIOS names.
    case netBIOS
    /// The server names and protocols of TLS hellos.
    case hellos
    /// The server names and protocols of QUIC hellos.
    case quic
    /// The methods and targets of HTTP/1 requests.
    case requests
    /// The hosts of HTTP/1 requests.
    case hosts
    /// The status codes of HTTP/1 responses.
    case statuses
    /// The methods and paths of HTTP/2 requests.
    case requests2
    /// The status codes of HTTP/2 responses.
    case statuses2
    /// The packets and bytes of each direction of each flow of TCP and UDP.
    case flows
    /// The length and the digest of each direction of each TCP connection.
    case streams
}

extension OracleReading {
    /// What was found, in any order.
    func values(_ aspect: Aspect) -> [String] {
        let values =
            switch aspect {
            case .questions: questions
            case .records: records
            case .types: types
            case .addresses: addresses
            case .names: names
            case .netBIOS: netbios.map { String($0.prefix { $0 != "(" }.reversed().drop { $0 == " " }.reversed()) }
            case .hellos: hellos
            case .quic: quic
            case .requests: requests
            case .hosts: hosts
            case .statuses: statuses
            case .requests2: requests2
            case .statuses2: statuses2
            case .flows: flows
            case .streams: streams
            }
        return values.map { $0.lowercased() }.sorted()
    }
}
