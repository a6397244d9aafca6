internal import Observation

/// The datagrams whose parts have not all come yet.
///
/// Bounded in their number, in bytes and in time; the oldest is given up first. A part takes the time that its own length
/// and the logarithm of the number of parts take.
struct FragmentTable {
    /// What the parts of one datagram share.
    struct Key: Hashable {
        let source: IPAddress
        let destination: IPAddress
        let identification: UInt32
        /// Zero for IPv6, where the parts may disagree on it (RFC 8200, section 4.5).
        let protocolNumber: UInt8
        /// Tunnels may carry the same addresses.
        let tunnelDepth: UInt8
        let carrier: Tunnel?
    }

    private let limits: NetworkLimits
    private var entries: [Key: FragmentedDatagram] = [:]
    private var order: [(key: Key, serial: UInt64)] = []
    private var orderStart = 0
    private var serial: UInt64 = 0
    private var cost = 0
    /// Until then nothing is too old, in nanoseconds.
    private var oldestEnd = Int64.max

    init(_ limits: NetworkLimits) {
        self.limits = limits
    }

    /// How many datagrams are unfinished.
    var count: Int { entries.count }

    /// What they cost together, in bytes.
    var byteCount: Int { cost }

    /// The time in nanoseconds after which something may have to go, the least there is for want of room.
    var deadline: Int64 { isBeyondLimits ? .min : oldestEnd }

    /// Whether twice as much is kept as should be.
    var isFarBeyondLimits: Bool { entries.count > 2 * limits.fragmentedDatagrams || cost > 2 * limits.fragmentBytes }

    private var isBeyondLimits: Bool { entries.count > limits.fragmentedDatagrams || cost > limits.fragmentBytes }

    private func end(of entry: FragmentedDatagram) -> Int64 {
        let (end, overflow) = entry.begun.nanoseconds.addingReportingOverflow(limits.fragmentTimeout)
        return overflow ? .max : end
    }

    /// Changes the entry of a datagram, which is made if there is none.
    mutating func update<Result>(
        _ key: Key, protocolNumber: UInt8, at time: Timestamp, _ body: (inout FragmentedDatagram) -> Result
    ) -> Result {
        var entry: FragmentedDatagram
        if let known = entries.removeValue(forKey: key) {
            entry = known
            cost -= known.cost
        } else {
            serial += 1
            entry = FragmentedDatagram(begun: time, serial: serial, protocolNumber: protocolNumber)
            order.append((key, serial))
            oldestEnd = min(oldestEnd, end(of: entry))
            compact()
        }
        let result = body(&entry)
        cost += entry.cost
        entries[key] = entry
        return result
    }

    /// Takes a datagram out.
    mutating func remove(_ key: Key) -> FragmentedDatagram? {
        guard let entry = entries.removeValue(forKey: key) else { return nil }
        cost -= entry.cost
        return entry
    }

    /// Takes out the oldest datagram if it must go: for its age, or for want of room.
    ///
    /// Without a time all must go.
    mutating func next(at time: Timestamp?) -> (Key, FragmentedDatagram, isEvicted: Bool)? {
        while orderStart < order.count {
            let (key, serial) = order[orderStart]
            guard let entry = entries[key], entry.serial == serial else {
                orderStart += 1
                continue
            }
            let isEvicted = isBeyondLimits
            oldestEnd = end(of: entry)
            guard isEvicted || time.map({ $0.nanoseconds > oldestEnd }) ?? true else { return nil }
            orderStart += 1
            return remove(key).map { (key, $0, isEvicted) }
        }
        oldestEnd = .max
        return nil
    }

    /// Forgets the places of datagrams that are gone, once most of them are.
    private mutating func compact() {
        guard order.count > 64, order.count > 2 * entries.count + 2 else { return }
        order = order[orderStart...].filter { entries[$0.key]?.serial == $0.serial || $0.serial == serial }
        orderStart = 0
    }
}
