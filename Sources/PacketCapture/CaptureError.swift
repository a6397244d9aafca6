internal import CPcap

/// Why packets could not be captured or read.
package struct CaptureError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is to blame, for callers to decide on.
    package enum Kind: String, CaseIterable, Sendable {
        /// There is no interface of that name: the user's mistake, or one that vanished meanwhile.
        case unknownInterface = "no such interface"
        /// The interface may not be captured on; `CAP_NET_RAW` or root would change that.
        case notPermitted = "capturing is not permitted"
        /// The interface is down, or went down.
        case interfaceDown = "the interface is down"
        /// The file is not there or may not be read.
        case unreadableFile = "the file cannot be read"
        /// The file is no capture, or is broken further on.
        case malformedFile = "not a readable capture file"
        /// The file ends in the middle of a packet or a block: it was cut off, or is still being written.
        case truncatedFile = "the capture file ends in the middle of a record"
        /// The file cannot be made or written to.
        case unwritableFile = "the file cannot be written"
        /// There is no room left where the file lies.
        case noRoom = "no space is left for the file"
        /// Whoever read what was written has gone.
        case closedPipe = "the reader has closed the pipe"
        /// The filter is no pcap-filter expression, or one that would need a name to be looked up.
        case badFilter = "not a usable capture filter"
        /// Something else; ``CaptureError/detail`` has the library's words.
        case other = "capturing failed"
    }

    /// What is to blame.
    package let kind: Kind

    /// The interface or the file.
    package let subject: String

    /// What the library says of it, in case that the kind is not enough; never text out of the file or of the user's.
    package let detail: String

    /// The kind in words, without the subject, which the user may have written.
    package var description: String {
        switch kind {
        case .other, .malformedFile, .badFilter: detail.isEmpty ? kind.rawValue : "\(kind.rawValue): \(detail)"
        default: kind.rawValue
        }
    }

    init(_ kind: Kind, subject: String, detail: String = "") {
        self.kind = kind
        self.subject = subject
        self.detail = detail
    }

    /// Creates an error from what libpcap returned while it opened an interface.
    init(status: Int32, interface: String, detail: String) {
        let kind: Kind =
            switch status {
            case PCAP_ERROR_NO_SUCH_DEVICE: .unknownInterface
            case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED: .notPermitted
            case PCAP_ERROR_IFACE_NOT_UP: .interfaceDown
            default: .other
            }
        self.init(kind, subject: interface, detail: detail)
    }
}
