internal import Foundation
internal import HostInventory
internal import Observation
internal import PacketCapture

/// The network, watched from ``start(on:)`` to ``stop()``, with the kernel's socket tables kept fresh meanwhile.
final class NetworkWatch: Sendable {
    /// How often the socket tables are read, so that programs that live shortly are known before they are gone.
    private static let refreshInterval = 0.2

    /// This host's own addresses.
    let localAddresses: Set<IPAddress>

    private let stage: CaptureStage
    private let owners: SocketOwners
    private let refresher: Refresher
    private let begun: Double

    private init(stage: CaptureStage, owners: SocketOwners, localAddresses: Set<IPAddress>) {
        self.stage = stage
        self.owners = owners
        self.localAddresses = localAddresses
        refresher = Refresher(every: Self.refreshInterval) { owners.refresh() }
        begun = Self.now
    }

    /// Opens the interfaces and begins; gives no watch when none of them may be captured on.
    ///
    /// - Throws: ``UsageError`` for an interface that does not exist.
    static func start(
        on interfaces: [String], _ keyLogs: KeyLogFeed?
    ) throws(UsageError) -> (watch: NetworkWatch?, coverage: Coverage) {
        let addresses = Set(((try? NetworkInterface.allUp()) ?? []).flatMap(\.addresses).map(\.unmapped))
        let owners = SocketOwners(localAddresses: addresses)
        let (stage, coverage) = try CaptureStage.open(interfaces, owners: owners, keyLogs)
        guard let stage else { return (nil, coverage) }
        let watch = NetworkWatch(stage: stage, owners: owners, localAddresses: addresses)
        stage.start()
        watch.refresher.start()
        return (watch, coverage)
    }

    /// How long the network has been watched, in seconds.
    var watched: Double { Self.now - begun }

    /// Waits until the time is over or the user interrupts.
    ///
    /// - Returns: Whether the time was over.
    func wait(for duration: Duration, _ interruption: Interruption, _ progress: Progress) -> Bool {
        while true {
            let left = duration.seconds - watched
            guard left > 0 else { return true }
            guard !interruption.isRequested else { return false }
            progress.show("watching the network, \(Int(left.rounded(.up))) s left; Ctrl-C ends it early")
            interruption.wait(seconds: min(left, 1))
        }
    }

    /// Ends the watch and gives what was seen.
    func stop() -> (events: [CapturedEvent], coverage: Coverage) {
        refresher.stop()
        var stopped = stage.stop()
        owners.note(in: &stopped.coverage)
        return stopped
    }

    private static var now: Double {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Does something again and again on a thread of its own.
final class Refresher: Sendable {
    private let interval: Double
    private let action: @Sendable () -> Void
    private let ending = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(every interval: Double, _ action: @escaping @Sendable () -> Void) {
        self.interval = interval
        self.action = action
    }

    func start() {
        let thread = Thread { [self] in
            repeat { action() } while ending.wait(timeout: .now() + interval) == .timedOut
            ended.signal()
        }
        thread.name = "refresh"
        thread.start()
    }

    func stop() {
        ending.signal()
        ended.wait()
    }
}
