internal import CPcap

/// An expression in the language of pcap-filter(7), such as `tcp port 11434 and not host 127.0.0.1`.
///
/// Names of hosts and networks are refused, because libpcap would ask the network's name servers for them, and nothing here
/// talks to anyone. Names of ports and protocols come from this host's own tables.
package struct PacketFilter: Hashable, Sendable {
    /// The expression as it was written.
    package let expression: String

    /// Checks an expression.
    ///
    /// - Throws: ``CaptureError`` of kind `badFilter` when it cannot be compiled for any link type that is decoded.
    package init(_ expression: String) throws(CaptureError) {
        try FilterWords.check(expression)
        self.expression = expression
        // Some expressions have a meaning on Ethernet alone, some on Linux's cooked packets alone.
        let links = [DLT_EN10MB, DLT_LINUX_SLL2, DLT_LINUX_SLL, DLT_RAW]
        var failure: CaptureError?
        for link in links {
            do throws(CaptureError) {
                _ = try FilterProgram(self, dataLink: link)
                return
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }
}

/// A filter at work, which compiles its expression for each link type that it meets.
///
/// Used by one thread at a time.
package final class PacketMatcher {
    /// How many link types are told apart.
    private static let linkLimit = 64

    private let filter: PacketFilter
    private var programs: [Int32: FilterProgram] = [:]
    private var last: FilterProgram?
    private var lastLink: Int32?

    /// Link types on which the expression has no meaning; none of their packets passes.
    package private(set) var unsupportedLinks: Set<Int32> = []

    package init(_ filter: PacketFilter) {
        self.filter = filter
    }

    /// Whether a packet passes.
    package func matches(_ record: PacketRecord, _ bytes: Span<UInt8>) -> Bool {
        if record.dataLink != lastLink { select(record.dataLink) }
        return last?.matches(bytes, originalLength: record.originalLength) ?? false
    }

    private func select(_ dataLink: Int32) {
        lastLink = dataLink
        last = programs[dataLink]
        guard last == nil, !unsupportedLinks.contains(dataLink), programs.count < Self.linkLimit else { return }
        do throws(CaptureError) {
            last = try FilterProgram(filter, dataLink: dataLink)
            programs[dataLink] = last
        } catch {
            if unsupportedLinks.count < Self.linkLimit { unsupportedLinks.insert(dataLink) }
        }
    }
}
