package import Observation

/// The questions of a DNS message and those of its answers that lead from a name to an address.
///
/// Layout: RFC 1035, section 4; also multicast DNS (RFC 6762) and LLMNR (RFC 4795), which share it.
package struct DNSMessage: Equatable, Sendable {
    /// One question.
    package struct Question: Equatable, Sendable {
        /// The name, lower case, without the final dot; a dot alone is the root.
        package let name: String
        /// The name in the case in which it was sent, which encodings such as Base64 depend on.
        package let spelling: String
        /// The type that is asked for.
        package let type: DNSRecordType
    }

    /// One answer.
    package struct Answer: Equatable, Sendable {
        /// What the answer says.
        package enum Value: Equatable, Sendable {
            case address(IPAddress)
            /// Another name for the same, lower case (CNAME).
            case alias(String)
        }

        /// The name the answer is about, lower case.
        package let name: String
        /// What it says.
        package let value: Value
    }

    /// The number that joins a response to its query.
    package let identifier: UInt16
    /// Whether the message answers.
    package let isResponse: Bool
    /// The response code; meaningless in a query.
    package let responseCode: UInt8
    /// The questions.
    package internal(set) var questions: [Question] = []
    /// The addresses and aliases of the answer section.
    package internal(set) var answers: [Answer] = []
    /// Whether all that the header announces was read.
    package internal(set) var isComplete = true

    /// The response code by name (IANA DNS RCODEs), `RCODE11` and such for unknown ones.
    package var responseCodeName: String {
        let names = [
            "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET",
            "NOTAUTH",
            "NOTZONE",
        ]
        return Int(responseCode) < names.count ? names[Int(responseCode)] : "RCODE\(responseCode)"
    }

    /// The addresses that are told for a name, aliases followed.
    package func addresses(of name: String) -> [IPAddress] {
        var names: Set = [name]
        // Aliases may come in any order, so the list is walked until a walk adds none; each walk adds one at least.
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for answer in answers where names.contains(answer.name) {
                if case .alias(let target) = answer.value, names.insert(target).inserted { isGrowing = true }
            }
        }
        return answers.compactMap { answer in
            guard case .address(let address) = answer.value, names.contains(answer.name) else { return nil }
            return address
        }
    }
}
