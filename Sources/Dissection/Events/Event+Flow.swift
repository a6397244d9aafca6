internal import Observation

extension Event {
    /// Sets what is known of every flow: its ends, its protocols and how far it reaches.
    mutating func describe(_ tuple: FlowTuple, _ application: ApplicationProtocol?) {
        set(.sourceIP, tuple.source.ip.unmapped.description)
        set(.sourcePort, tuple.source.port)
        set(.destinationIP, tuple.destination.ip.unmapped.description)
        set(.destinationPort, tuple.destination.port)
        set(.destinationScope, tuple.destination.ip.scope.rawValue)
        set(.networkTransport, tuple.transport.rawValue)
        set(.networkType, tuple.source.ip.version == .v4 ? "ipv4" : "ipv6")
        set(.networkProtocol, application?.rawValue)
    }

    /// Sets the destination's name: the one that the flow itself tells, else the one whose answer led to the address.
    mutating func describe(_ name: ServerName?, orElse domains: DomainMemory) {
        if let name {
            set(.destinationDomain, name.name)
            set(.destinationDomainSource, name.source.rawValue)
        } else if let address = string(.destinationIP).flatMap({ IPAddress($0) }), let name = domains.name(of: address)
        {
            set(.destinationDomain, name)
            set(.destinationDomainSource, "dns")
        }
    }
}
