package import Observation

/// One resource record.
///
/// Layout: RFC 1035, section 3.2.1.
package struct DNSRecord: Equatable, Sendable {
    /// What a record says, as far as Earshot makes use of it.
    package enum Value: Equatable, Sendable {
        /// A and AAAA.
        case address(IPAddress)
        /// Another name, lower case: CNAME, DNAME, NS, PTR.
        case name(String)
        /// TXT, SPF and HINFO: strings, with all bytes escaped that are not visible ASCII or blanks.
        case text([String])
        /// SVCB and HTTPS.
        case serviceBinding(ServiceBinding)
        /// NB and NBSTAT: the hosts or the names that answer to a NetBIOS name.
        case netBIOS(addresses: [IPAddress], names: [String])
        /// All else, as a zone file has it; of signatures and keys only what is before the key or signature.
        case described(String)
        /// No data, as in updates.
        case empty
        /// The data contradicts the type.
        case malformed
    }

    /// The name the record is about, lower case.
    package let name: String
    /// Its type.
    package let type: DNSRecordType
    /// Its class, 1 for the Internet; the bit of multicast DNS is not part of it.
    package let recordClass: UInt16
    /// Whether it replaces what was known of the name (RFC 6762, section 10.2).
    package let flushesCache: Bool
    /// For how many seconds it holds.
    package let timeToLive: UInt32
    /// What it says.
    package let value: Value

    /// The addresses it gives.
    package var addresses: [IPAddress] {
        switch value {
        case .address(let address): [address]
        case .serviceBinding(let binding): binding.v4Hints + binding.v6Hints
        case .netBIOS(let addresses, _): addresses
        default: []
        }
    }

    /// The service binding it gives.
    package var serviceBinding: ServiceBinding? {
        guard case .serviceBinding(let binding) = value else { return nil }
        return binding
    }

    /// The name under which to go on looking for addresses (CNAME, and the target of a service binding).
    package var alias: String? {
        switch value {
        case .name(let name) where type == .cname: name
        case .serviceBinding(let binding) where binding.target != ".": binding.target
        default: nil
        }
    }

    /// What it says, much as a zone file has it.
    package var text: String {
        switch value {
        case .address(let address): address.description
        case .name(let name): name
        case .text(let strings): strings.joined(separator: " ")
        case .serviceBinding(let binding): binding.description
        case .netBIOS(let addresses, let names): (addresses.map(\.description) + names).joined(separator: " ")
        case .described(let text): text
        case .empty, .malformed: ""
        }
    }
}
