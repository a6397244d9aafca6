internal import Glibc

/// The number of a failed system call's error.
struct SystemError: Error, Hashable {
    let number: CInt

    static var last: SystemError { SystemError(number: errno) }

    /// What the error says, lower case.
    var reason: String {
        switch number {
        case EACCES, EPERM: "permission denied"
        case ENOENT: "not there"
        case ELOOP: "link that leads to itself"
        case ENAMETOOLONG: "name too long"
        case EMFILE, ENFILE: "too many open files"
        case EIO: "input/output error"
        default: "error \(number)"
        }
    }

    /// Whether more rights would help.
    var isDenial: Bool { number == EACCES || number == EPERM }

    /// Whether the name simply stands for nothing.
    var isAbsence: Bool { number == ENOENT || number == ENOTDIR }

    /// Whether links lead round in a circle.
    var isLoop: Bool { number == ELOOP }
}
