/// What the evidence proves, so that "seen" is never read as "sent".
package enum Grade: String, CaseIterable, Hashable, Sendable {
    /// It is there.
    case present
    /// It is there and others on this machine can read it.
    case readableByOthers = "readable-by-others"
    /// It was deleted and can be brought back.
    case deletedButRecoverable = "deleted-but-recoverable"
    /// Others on a network can reach it.
    case exposed
    /// Something tried to send it.
    case attempted
    /// It left.
    case sent
}
