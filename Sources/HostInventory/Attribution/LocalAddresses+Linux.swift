internal import CLinux
internal import Glibc
package import Observation

/// The addresses of this host.
package enum LocalAddresses {
    /// The most addresses that are taken in.
    static let limit = 65_536

    /// The addresses of the interfaces in Earshot's network namespace; none when the kernel does not tell.
    package static func current() -> Set<IPAddress> {
        var found: [clinux_address] = []
        var capacity = 256
        while true {
            found = Array(repeating: clinux_address(), count: capacity)
            let count = unsafe found.withUnsafeMutableBufferPointer { found in
                guard let start = found.baseAddress else { return -1 }
                return unsafe clinux_local_addresses(start, found.count)
            }
            guard count > capacity, capacity < limit else {
                return Set(found.prefix(min(max(0, count), capacity)).map(address))
            }
            capacity = min(count, limit)
        }
    }

    private static func address(_ found: clinux_address) -> IPAddress {
        let bytes = unsafe withUnsafeBytes(of: found.bytes) { unsafe Array($0) }
        let words = stride(from: 0, to: found.family == AF_INET ? 4 : 16, by: 4).map { start in
            bytes[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) }
        }
        return IPAddress(words: words)
    }
}
