internal import Glibc

/// A wish to stop, raised by one thread and polled for by another together with packets.
final class StopSignal: Sendable {
    /// Becomes readable when the signal was raised.
    let descriptor: Int32

    private let writingEnd: Int32

    init(interface: String) throws(CaptureError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw CaptureError(.other, subject: interface, detail: "no descriptor is free")
        }
        descriptor = ends[0]
        writingEnd = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(descriptor)
        close(writingEnd)
    }

    func raise() {
        // One byte is enough, and a full pipe says the same.
        var byte: UInt8 = 1
        unsafe write(writingEnd, &byte, 1)
    }
}
