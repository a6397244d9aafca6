internal import Glibc
internal import Observation

/// One network namespace: its addresses, and its sockets.
///
/// Not for two threads at once.
final class NetworkView {
    /// A folder of the process file system whose process is in the namespace.
    let process: String
    let sockets: KernelSockets
    var addresses: Set<IPAddress>
    /// The kernel's number for the namespace, which is not the inode; 0 where it does not tell.
    let number: UInt64
    /// The inode number of the namespace; nothing where it may not be read.
    let inode: UInt64?

    /// Looks into the namespace that Earshot is in.
    init(addresses: Set<IPAddress>, asksKernel: Bool, root: String = "/proc") {
        process = "self"
        let diagnosis = asksKernel ? try? SocketDiagnosis() : nil
        sockets = KernelSockets(diagnosis, root: root)
        number = diagnosis?.network ?? 0
        inode = NetworkNamespace.inode(of: process, root: root)
        self.addresses = addresses
    }

    /// Looks into the namespace that a process is in.
    ///
    /// - Throws: ``ReadFailure`` when that may not be entered, which takes the privilege to administer the system.
    init(of process: String, asksKernel: Bool = true, root: String = "/proc") throws(ReadFailure) {
        self.process = process
        let (line, addresses) = try Self.enter("\(root)/\(process)/ns/net")
        let diagnosis = try? SocketDiagnosis(descriptor: line)
        number = diagnosis?.network ?? 0
        sockets = KernelSockets(asksKernel ? diagnosis : nil, root: root, process: process)
        inode = NetworkNamespace.inode(of: process, root: root)
        self.addresses = addresses
    }

    /// Whether an address is known to be one of the namespace's.
    func has(_ address: IPAddress) -> Bool {
        address.scope == .loopback || addresses.contains(address) || addresses.contains(address.unmapped)
    }

    private final class Findings {
        var line: Int32 = -ENOTSUP
        var addresses: Set<IPAddress> = []
    }

    private static func enter(_ path: String) throws(ReadFailure) -> (line: Int32, addresses: Set<IPAddress>) {
        let findings = Findings()
        try NetworkNamespace.run(inside: path) {
            findings.line = SocketDiagnosis.open()
            findings.addresses = LocalAddresses.current()
        }
        guard findings.line >= 0 else { throw ReadFailure(errorNumber: 0 &- findings.line) }
        return (findings.line, findings.addresses)
    }
}
