internal import CLinux
internal import Glibc

extension NetworkNamespace {
    private final class Visit {
        let body: () -> Void

        init(_ body: @escaping () -> Void) {
            self.body = body
        }
    }

    /// Runs a closure on a thread of its own inside a network namespace, and waits for it.
    ///
    /// Sockets that are opened there stay in that namespace.
    ///
    /// - Parameters:
    ///   - path: the namespace, such as `/proc/PID/ns/net`.
    ///   - body: what to do there; it has not run when an error is thrown.
    /// - Throws: ``ReadFailure`` when the namespace may not be entered, which takes the privilege to administer the system.
    static func run(inside path: String, _ body: @escaping () -> Void) throws(ReadFailure) {
        let namespace = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard namespace >= 0 else { throw ReadFailure(errorNumber: errno) }
        defer { close(namespace) }
        let visit = Visit(body)
        let status = unsafe clinux_inside_network(
            namespace,
            { argument in
                guard let argument = unsafe argument else { return }
                unsafe Unmanaged<Visit>.fromOpaque(argument).takeUnretainedValue().body()
            }, Unmanaged.passUnretained(visit).toOpaque())
        withExtendedLifetime(visit) {}
        guard status == 0 else { throw ReadFailure(errorNumber: status) }
    }
}
