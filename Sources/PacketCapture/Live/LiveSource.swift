internal import CPcap
internal import Glibc
internal import Observation
internal import Synchronization

/// An interface's open handle, and the loop that empties it.
///
/// The handle is used by one thread at a time: by the one that opened it, then by the first one that runs the loop.
final class LiveSource: Sendable {
    /// How many packets are taken between two looks at the stop signal.
    private static let batch: Int32 = 1_024

    /// How many packets are taken at once after the stop.
    private static let lastBatch: Int32 = 64

    /// How many such batches are taken at most, whatever the clock says.
    private static let batchesAfterStop = 1_024

    private let interface: String
    private let handle: PcapHandle
    private let isTaken = Atomic(false)
    private let descriptor: Int32
    /// How long the kernel may keep packets that came already.
    private let batchMilliseconds: Int32
    let dataLink: Int32

    init(interface: String, _ options: CaptureOptions) throws(CaptureError) {
        let handle = try Self.open(interface, options)
        self.interface = interface
        descriptor = unsafe handle.with { unsafe pcap_get_selectable_fd($0) }
        dataLink = handle.dataLink
        batchMilliseconds = options.isPrompt ? 0 : max(1, options.batchMilliseconds)
        guard descriptor >= 0 else { throw CaptureError(.other, subject: interface, detail: "cannot be waited for") }
        self.handle = handle
    }

    private static func open(_ interface: String, _ options: CaptureOptions) throws(CaptureError) -> PcapHandle {
        // libpcap would take names such as `any` or `nflog` for devices of its own.
        guard interface.utf8.count < IFNAMSIZ, unsafe if_nametoindex(interface) != 0 else {
            throw CaptureError(.unknownInterface, subject: interface)
        }
        var message = ErrorBuffer()
        let created = unsafe message.with { unsafe pcap_create(interface, $0) }
        guard let raw = unsafe created, unsafe pcap_set_tstamp_precision(raw, PCAP_TSTAMP_PRECISION_NANO) <= 0 else {
            throw CaptureError(.other, subject: interface, detail: message.text)
        }
        unsafe pcap_set_snaplen(raw, Int32(clamping: options.snapshotLength))
        unsafe pcap_set_promisc(raw, 0)
        if options.isPrompt {
            unsafe pcap_set_immediate_mode(raw, 1)
        } else {
            unsafe pcap_set_timeout(raw, max(1, options.batchMilliseconds))
        }
        unsafe pcap_set_buffer_size(raw, Int32(clamping: options.bufferBytes))
        let status = unsafe pcap_activate(raw)
        guard let handle = unsafe PcapHandle(raw) else { throw CaptureError(.other, subject: interface) }
        // Positive values are warnings.
        guard status >= 0 else {
            throw CaptureError(status: status, interface: interface, detail: handle.errorText)
        }
        if let filter = options.filter {
            let program = try FilterProgram(filter, handle)
            guard program.install(on: handle) else { throw CaptureError(.badFilter, subject: filter.expression) }
        }
        let isSwitched = unsafe message.with { buffer in unsafe handle.with { unsafe pcap_setnonblock($0, 1, buffer) } }
        guard isSwitched >= 0 else { throw CaptureError(.other, subject: interface, detail: message.text) }
        return handle
    }

    func run(
        until stop: StopSignal, idleInterval: Int32, idle: () -> Void, _ body: (PacketRecord, Span<UInt8>) -> Void
    ) -> InterfaceCapture.Outcome {
        var statistics = CaptureStatistics()
        guard !isTaken.exchange(true, ordering: .acquiringAndReleasing) else {
            let error = CaptureError(.other, subject: interface, detail: "the capture was run before")
            return InterfaceCapture.Outcome(statistics: statistics, ending: .failed(error))
        }
        let ending = PromptThread.run {
            loop(until: stop, idleInterval: idleInterval, idle: idle) { record, bytes in
                statistics.received += 1
                body(record, bytes)
            }
        }
        var counts = pcap_stat()
        if unsafe handle.with({ unsafe pcap_stats($0, &counts) }) == 0 {
            statistics.droppedByKernel = Int64(counts.ps_drop)
            statistics.droppedByInterface = Int64(counts.ps_ifdrop)
        }
        return InterfaceCapture.Outcome(statistics: statistics, ending: ending)
    }

    private func loop(
        until stop: StopSignal, idleInterval: Int32, idle: () -> Void,
        _ body: (PacketRecord, Span<UInt8>) -> Void
    ) -> InterfaceCapture.Ending {
        while true {
            let ready = wait(for: stop, idleInterval)
            if ready.isStopped {
                emptyRing(body)
                return .stopped
            }
            let status = handle.dispatch(Self.batch, body)
            if status < 0 || ready.hasFailed && status == 0 {
                return .failed(failure(handle.errorText))
            }
            if !ready.hasPackets { idle() }
        }
    }

    /// Hands over what came before now, and little more, so that a flood cannot keep the loop alive.
    private func emptyRing(_ body: (PacketRecord, Span<UInt8>) -> Void) {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        let end = Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
        // A block that is not full comes late, and no later than a tick of the kernel's clock after its time.
        if batchMilliseconds > 0 { usleep(UInt32(batchMilliseconds + 5) * 1_000) }
        var isPast = false
        for _ in 0..<Self.batchesAfterStop where !isPast {
            let status = handle.dispatch(Self.lastBatch) { record, bytes in
                isPast = isPast || record.timestamp > end
                body(record, bytes)
            }
            guard status > 0 else { return }
        }
    }

    private func wait(
        for stop: StopSignal, _ idleInterval: Int32
    ) -> (isStopped: Bool, hasPackets: Bool, hasFailed: Bool) {
        var wanted = [
            pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let count = unsafe poll(&wanted, 2, idleInterval)
        guard count > 0 else { return (false, false, false) }
        let failures = Int16(POLLERR | POLLHUP | POLLNVAL)
        return (wanted[0].revents != 0, wanted[1].revents & Int16(POLLIN) != 0, wanted[1].revents & failures != 0)
    }

    /// Tells an interface that is gone from one that is down.
    private func failure(_ detail: String) -> CaptureError {
        let exists = unsafe if_nametoindex(interface) != 0
        return CaptureError(exists ? .interfaceDown : .unknownInterface, subject: interface, detail: detail)
    }
}
