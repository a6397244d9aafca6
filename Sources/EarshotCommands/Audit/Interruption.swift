internal import Foundation

/// Ctrl-C and a service manager's wish to stop, taken as "enough: tell what you have".
///
/// The first signal ends the waiting, the second ends the program as if nobody had listened.
final class Interruption {
    private let requested = DispatchSemaphore(value: 0)
    private let sources: [any DispatchSourceSignal]

    init() {
        let requested = requested
        sources = [SIGINT, SIGTERM].map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                _ = signal(number, SIG_DFL)
                requested.signal()
            }
            source.resume()
            return source
        }
    }

    deinit {
        sources.forEach { $0.cancel() }
        for number in [SIGINT, SIGTERM] {
            _ = signal(number, SIG_DFL)
        }
    }

    /// Whether a signal has come.
    var isRequested: Bool {
        guard requested.wait(timeout: .now()) == .success else { return false }
        requested.signal()
        return true
    }

    /// Waits for a signal, and not longer than some seconds.
    func wait(seconds: Double) {
        if requested.wait(timeout: .now() + seconds) == .success { requested.signal() }
    }
}
