internal import CLinux
internal import Glibc
internal import Observation

/// The bytes of a question to the kernel's socket tables.
///
/// A netlink header and an `inet_diag_req_v2`: see sock_diag(7). Ports and addresses are in network order, everything
/// else in the byte order of the machine.
enum SocketQuestion {
    /// Asks which socket takes the packets of one connection.
    ///
    /// When the kernel knows no such connection, it answers with the TCP socket that listens there, or with the UDP socket
    /// that takes datagrams of anyone.
    ///
    /// - Parameters:
    ///   - transport: the protocol, and so the table.
    ///   - local: the end whose socket is asked for.
    ///   - remote: the other end, of the same version; the unspecified address and port 0 stand for nobody.
    ///   - version: the table to look into; IPv4 addresses are mapped for that of IPv6.
    ///   - sequence: a number that the answer repeats.
    /// - Returns: the bytes to send.
    static func one(
        _ transport: TransportProtocol, local: SocketAddress, remote: SocketAddress, in version: IPAddress.Version,
        sequence: UInt32
    ) -> [UInt8] {
        // For one UDP socket the kernel takes the two ends the other way around, and says in its source that this has
        // historical reasons.
        let (source, destination) = transport == .udp ? (remote, local) : (local, remote)
        return bytes(
            transport, source: source, destination: destination, in: version, states: .max,
            flags: clinux_nlm_f_request, sequence: sequence)
    }

    /// Asks for every socket in some states.
    ///
    /// - Parameters:
    ///   - transport: the protocol, and so the table.
    ///   - localPort: the port they are bound to; 0 for any.
    ///   - version: the table to look into.
    ///   - states: a bit for each state that is asked for.
    ///   - sequence: a number that the answers repeat.
    /// - Returns: the bytes to send.
    static func all(
        _ transport: TransportProtocol, localPort: UInt16, in version: IPAddress.Version, states: UInt32,
        sequence: UInt32
    ) -> [UInt8] {
        let nobody = IPAddress(v4: 0)
        return bytes(
            transport, source: SocketAddress(nobody, localPort), destination: SocketAddress(nobody, 0), in: version,
            states: states, flags: clinux_nlm_f_request | clinux_nlm_f_dump, sequence: sequence)
    }

    private static func bytes(
        _ transport: TransportProtocol, source: SocketAddress, destination: SocketAddress,
        in version: IPAddress.Version,
        states: UInt32, flags: UInt16, sequence: UInt32
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(72)
        func append(_ number: some FixedWidthInteger) {
            unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) }
        }
        append(UInt32(72))
        append(clinux_sock_diag_by_family)
        append(flags)
        append(sequence)
        append(UInt32(0))
        append(UInt8(version == .v4 ? AF_INET : AF_INET6))
        append(UInt8(transport == .tcp ? IPPROTO_TCP : IPPROTO_UDP))
        append(UInt16(0))
        append(states)
        append(source.port.bigEndian)
        append(destination.port.bigEndian)
        for word in words(of: source.ip, in: version) + words(of: destination.ip, in: version) {
            append(word.bigEndian)
        }
        // Any interface, and any cookie.
        append(UInt32(0))
        append(UInt64.max)
        return bytes
    }

    /// The four words of an address, mapped when an IPv4 address goes into a table of IPv6.
    static func words(of address: IPAddress, in version: IPAddress.Version) -> [UInt32] {
        guard version == .v6, address.version == .v4, !address.isUnspecified else { return address.words }
        return [0, 0, 0xFFFF, UInt32(truncatingIfNeeded: address.low)]
    }
}
