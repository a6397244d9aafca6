internal import CPcap
internal import Glibc
internal import Observation

/// Live capture on one interface, read by the thread that calls and stopped by any other.
///
/// Never promiscuous. Packets come within about a millisecond, because whose they are is asked of the kernel when the first
/// packet of a flow arrives, and the process may be gone a moment later; ``CaptureOptions`` has the choice.
package final class InterfaceCapture: Sendable {
    /// How a capture ended.
    package enum Ending: Equatable, Sendable {
        /// Somebody asked for it.
        case stopped
        /// The interface went away or down, or reading failed.
        case failed(CaptureError)
    }

    /// What a capture came to.
    package struct Outcome: Equatable, Sendable {
        /// How many packets came, and how many did not.
        package let statistics: CaptureStatistics
        /// How it ended.
        package let ending: Ending
    }

    /// The interface's name.
    package let interface: String

    private let stopSignal: StopSignal
    private let source: LiveSource

    /// Opens an interface and begins to fill the kernel's ring, so packets from now on are not missed.
    ///
    /// - Throws: ``CaptureError`` of kind `unknownInterface`, `notPermitted`, `interfaceDown` or `other`.
    package init(interface: String, options: CaptureOptions = CaptureOptions()) throws(CaptureError) {
        self.interface = interface
        source = try LiveSource(interface: interface, options)
        stopSignal = try StopSignal(interface: interface)
    }

    /// What the packets begin with, as libpcap numbers it (`DLT_…`).
    package var dataLink: Int32 { source.dataLink }

    /// Hands over packets on the calling thread until ``stop()`` is called or the interface fails.
    ///
    /// To be called once. The bytes are valid during each call only.
    /// Where it is allowed, the thread runs before those of other programs meanwhile.
    ///
    /// - Parameters:
    ///   - idleInterval: milliseconds of silence after which `idle` is called.
    ///   - idle: called when no packet came for that long.
    ///   - body: called for each packet.
    /// - Returns: how many packets came, and why it ended.
    package func run(
        idleInterval: Int32 = 1_000, idle: () -> Void = {}, _ body: (PacketRecord, Span<UInt8>) -> Void
    ) -> Outcome {
        source.run(until: stopSignal, idleInterval: idleInterval, idle: idle, body)
    }

    /// Ends the loop soon; what is in the ring by then is handed over before.
    ///
    /// May be called by any thread, often, before the loop began and after it ended.
    package func stop() {
        stopSignal.raise()
    }
}
