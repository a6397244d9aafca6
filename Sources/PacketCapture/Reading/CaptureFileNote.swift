package import Observation

/// What a capture file says besides its packets, in the order of the file.
package enum CaptureFileNote: Equatable, Sendable {
    /// A section begins.
    case section(CaptureSection)
    /// An interface, by its place among those of the file; packets refer to it.
    case interface(Int32, CapturedInterface)
    /// A process, by its place among those of the file; packets refer to it.
    ///
    /// Comes again for the same place when the file tells more of it later.
    case process(Int32, CapturedProcess)
    /// A place that stands for the process of another one, whose packets say how sure it is that they are of it.
    case quality(Int32, of: Int32, String)
    /// A name that the capturing host knew for an address.
    case name(IPAddress, String)
    /// What an interface's statistics said; a later one of the same interface replaces it.
    case statistics(interface: Int32, CapturedInterfaceStatistics)
    /// Secrets of TLS connections, in the format that browsers log them in; for what follows and what went before.
    case tlsKeyLog([UInt8])
    /// A comment of a packet or a block that speaks of no process; each text comes once.
    case comment(String)
    /// Packets of an interface that were lost between the packet before and the next one.
    case lost(interface: Int32, packets: UInt64)
}

/// What wrote a section of a pcapng file, in its own words.
package struct CaptureSection: Equatable, Sendable {
    package var hardware: String?
    package var operatingSystem: String?
    package var application: String?
    package var comments: [String] = []

    package init(application: String? = nil, operatingSystem: String? = nil, comments: [String] = []) {
        self.application = application
        self.operatingSystem = operatingSystem
        self.comments = comments
    }
}

/// An interface as a file describes it.
package struct CapturedInterface: Equatable, Sendable {
    /// What its packets begin with, as libpcap numbers it (`DLT_…`).
    package var dataLink: Int32
    /// Bytes of a packet that were kept at most; 0 for all.
    package var snapshotLength: UInt32
    package var name: String?
    package var description: String?
    /// The expression that packets had to pass.
    package var filter: String?
    package var operatingSystem: String?
    package var hardware: String?
    /// Its addresses at the time of the capture.
    package var addresses: [IPAddress] = []
    /// Bytes of the frame check sequence at the end of each packet, where the file says that there is one.
    package var checkSequenceLength: UInt8?

    package init(dataLink: Int32, snapshotLength: UInt32 = 0, name: String? = nil) {
        self.dataLink = dataLink
        self.snapshotLength = snapshotLength
        self.name = name
    }
}

/// What an interface counted while it was captured on.
package struct CapturedInterfaceStatistics: Equatable, Sendable {
    package var received: UInt64?
    package var droppedByInterface: UInt64?
    package var accepted: UInt64?
    package var droppedByKernel: UInt64?
    package var delivered: UInt64?

    package init() {}
}
