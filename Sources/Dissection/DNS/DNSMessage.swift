package import Observation

/// A message that asks for names or answers for them, with all its sections.
///
/// Layout: RFC 1035, section 4, which multicast DNS (RFC 6762), LLMNR (RFC 4795) and the NetBIOS name service (RFC 1002)
/// share. In an update (RFC 2136) the questions are the zone, the answers its prerequisites and the authority section
/// the changes.
package struct DNSMessage: Equatable, Sendable {
    /// One question.
    package struct Question: Equatable, Sendable {
        /// The name, lower case, without the final dot; a dot alone is the root.
        package let name: String
        /// The name in the case in which it was sent, which encodings such as Base64 depend on.
        package let spelling: String
        /// The type that is asked for.
        package let type: DNSRecordType
        /// The class, 1 for the Internet; the bit of multicast DNS is not part of it.
        package let recordClass: UInt16
        /// Whether the asker of multicast DNS wants the answer for itself alone (RFC 6762, section 5.4).
        package let wantsUnicast: Bool
    }

    /// The protocol that carried the message.
    package let service: NameService
    /// The number that joins a response to its query.
    package let identifier: UInt16
    /// What kind of message it is.
    package let flags: DNSHeaderFlags
    /// The questions.
    package internal(set) var questions: [Question] = []
    /// The records that answer.
    package internal(set) var answers: [DNSRecord] = []
    /// The records that say who is in charge.
    package internal(set) var authority: [DNSRecord] = []
    /// The records that may be of use besides, without that of EDNS.
    package internal(set) var additional: [DNSRecord] = []
    /// The extensions, when the message has any.
    package internal(set) var extensions: EDNS?
    /// Whether all that the header announces was read and contradicts nothing.
    package internal(set) var isComplete = true

    /// Whether the message answers.
    package var isResponse: Bool { flags.isResponse }

    /// The response code with its upper bits from EDNS; meaningless in a query.
    package var responseCode: UInt16 {
        UInt16(extensions?.extendedResponseCode ?? 0) << 4 | UInt16(flags.responseCode)
    }

    /// The response code by name (IANA DNS RCODEs), `RCODE12` and such for unknown ones.
    package var responseCodeName: String { DNSResponseCode.name(responseCode) }

    /// The operation by name, such as `QUERY`, `NOTIFY` or `UPDATE`.
    package var operationName: String { flags.operationName(in: service) }

    /// The header's bits by name, and `DO` of EDNS.
    package var flagNames: [String] {
        flags.names(in: service) + (extensions?.wantsSignatures == true ? ["DO"] : [])
    }
}

extension DNSMessage {
    /// How often aliases are followed; resolvers give up at about as many.
    private static let aliasLimit = 16

    /// The addresses that are told for a name: aliases are followed, and the hints of service bindings count.
    package func addresses(of name: String) -> [IPAddress] {
        var names: Set = [name]
        // Aliases may come in any order, so the list is walked until a walk adds none.
        for _ in 0..<Self.aliasLimit {
            let count = names.count
            for answer in answers where answer.alias != nil && names.contains(answer.name) {
                if let alias = answer.alias { names.insert(alias) }
            }
            if names.count == count { break }
        }
        let told = answers.filter { names.contains($0.name) }.flatMap(\.addresses)
        guard answers.contains(where: { $0.serviceBinding != nil }) else { return told }
        // Servers send the addresses of a binding's target along, because clients will need them (RFC 9460, section 4.1).
        return told + additional.filter { names.contains($0.name) }.flatMap(\.addresses)
    }
}
