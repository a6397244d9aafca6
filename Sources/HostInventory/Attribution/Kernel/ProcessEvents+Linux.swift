internal import CLinux
internal import Glibc

/// What the kernel tells of processes as it happens: who began, became another program, and ended.
///
/// Only to who may administer the machine's first network namespace. Not for two threads at once.
final class ProcessEvents {
    /// One thing that happened.
    enum Event: Equatable, Sendable {
        case began(Int32, parent: Int32)
        case becameProgram(Int32)
        case ended(Int32)
    }

    /// How many are taken at a time.
    static let batch = 256

    /// The descriptor that becomes readable when there are events.
    let descriptor: Int32
    /// How often some were lost because nobody took the ones before.
    private(set) var losses = 0

    /// Opens the line.
    init() throws(ReadFailure) {
        descriptor = clinux_process_events_open()
        guard descriptor >= 0 else { throw ReadFailure(errorNumber: 0 &- descriptor) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Takes what there is, up to ``batch``, without waiting.
    func take() -> [Event] {
        var found = [clinux_process_event](repeating: clinux_process_event(), count: Self.batch)
        let count = unsafe found.withUnsafeMutableBufferPointer { found in
            guard let start = found.baseAddress else { return 0 }
            return unsafe clinux_process_events_take(descriptor, start, found.count)
        }
        if count < 0 { losses += 1 }
        return found.prefix(max(0, count)).compactMap { event in
            switch event.kind {
            case 1: .began(event.process, parent: event.parent)
            case 2: .becameProgram(event.process)
            case 3: .ended(event.process)
            default: nil
            }
        }
    }
}
