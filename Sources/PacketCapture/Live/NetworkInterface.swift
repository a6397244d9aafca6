internal import CPcap
internal import Glibc
package import Observation

/// One interface that packets can be captured on.
package struct NetworkInterface: Hashable, Sendable {
    /// The name, as the kernel spells it.
    package let name: String

    /// Whether it carries only what this host says to itself.
    package let isLoopback: Bool

    /// Its addresses.
    package let addresses: [IPAddress]

    /// All interfaces of this network namespace that are up, in the kernel's order.
    ///
    /// libpcap's pseudo-devices (`any`, `nflog` …) are not among them.
    ///
    /// - Throws: ``CaptureError`` of kind `other` when the list cannot be had.
    package static func allUp() throws(CaptureError) -> [NetworkInterface] {
        var message = ErrorBuffer()
        var first: UnsafeMutablePointer<pcap_if_t>?
        guard unsafe message.with({ unsafe pcap_findalldevs(&first, $0) }) == 0 else {
            throw CaptureError(.other, subject: "interfaces", detail: message.text)
        }
        defer { unsafe pcap_freealldevs(first) }
        var interfaces: [NetworkInterface] = []
        var next = unsafe first
        while let device = unsafe next {
            if let interface = unsafe NetworkInterface(device.pointee) { interfaces.append(interface) }
            unsafe next = device.pointee.next
        }
        return interfaces
    }

    private init?(_ device: pcap_if_t) {
        guard unsafe device.flags & UInt32(PCAP_IF_UP) != 0, let name = unsafe device.name,
            unsafe if_nametoindex(name) != 0
        else {
            return nil
        }
        self.name = unsafe String(cString: name)
        isLoopback = unsafe device.flags & UInt32(PCAP_IF_LOOPBACK) != 0
        var addresses: [IPAddress] = []
        var next = unsafe device.addresses
        while let entry = unsafe next {
            if let address = unsafe IPAddress(entry.pointee.addr) { addresses.append(address) }
            unsafe next = entry.pointee.next
        }
        self.addresses = addresses
    }
}

extension IPAddress {
    /// The address inside a socket address of the kernel, when it is one of IPv4 or IPv6.
    fileprivate init?(_ socketAddress: UnsafeMutablePointer<sockaddr>?) {
        guard let socketAddress = unsafe socketAddress else { return nil }
        let raw = UnsafeRawPointer(socketAddress)
        switch unsafe Int32(socketAddress.pointee.sa_family) {
        case AF_INET:
            let bits = unsafe raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
            self.init(v4: UInt32(bigEndian: bits))
        case AF_INET6:
            let high = unsafe raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            let low = unsafe raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            self.init(v6High: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
        default: return nil
        }
    }
}
