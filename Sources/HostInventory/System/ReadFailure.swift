internal import Glibc

/// Why something the kernel shows could not be read.
package enum ReadFailure: Error, Hashable, Sendable {
    /// It was there and is no more, or never was: the ordinary end of a process.
    case gone
    /// It may not be read without a privilege.
    case denied
    /// The system's error number for everything else.
    case other(Int32)

    /// Sorts an error number.
    init(errorNumber: Int32) {
        switch errorNumber {
        case ENOENT, ESRCH, ENOTDIR: self = .gone
        case EACCES, EPERM: self = .denied
        default: self = .other(errorNumber)
        }
    }
}
