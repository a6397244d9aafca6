/// How much a dissector keeps at most, and for how long.
package struct DissectionLimits: Sendable {
    /// Whether what flows carry is read; without it flows are counted and named, and little time is spent on them.
    package var readsContent = true

    /// Flows that are followed at once; beyond it the one that was silent longest is ended and counted as evicted.
    package var flows = 65_536

    /// Bytes of unfinished messages and of early segments over all flows; beyond it flows are evicted in the same way.
    package var bufferedBytes = 32 << 20

    /// What is kept of datagrams in parts, and how deep tunnels are looked into.
    package var network = NetworkLimits()

    /// Bytes of each direction in which the start of a known protocol is looked for.
    package var detectionWindow = 65_536

    /// Bytes of an HTTP request before its body.
    package var headBytes = 65_536

    /// Bytes of an HTTP request's body that are kept where it may hold what someone wrote; more is counted and flagged.
    package var bodyBytes = 1 << 20

    /// Bytes of any other body in HTTP that are kept; more is counted and flagged.
    package var answerBytes = 65_536

    /// Oddities of one name that are told; more are only counted.
    package var weirdsOfAKind = 1_000

    /// Nanoseconds of silence after which a TCP connection is told and forgotten.
    package var connectionTimeout: Int64 = 3_600_000_000_000

    /// Nanoseconds of silence after which a UDP flow is told and forgotten.
    package var datagramTimeout: Int64 = 60_000_000_000

    /// Nanoseconds for which an ended TCP connection waits for its last packets.
    package var closingTimeout: Int64 = 5_000_000_000

    package init() {}
}
