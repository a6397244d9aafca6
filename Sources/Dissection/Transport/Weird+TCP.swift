extension Weird {
    /// A segment that was sent again says something else than the first time; what came first is read.
    static let retransmissionInconsistency = Weird("rexmit_inconsistency")
    /// A SYN with data in it, as TCP Fast Open sends it and little else does.
    static let synWithData = Weird("SYN_with_data")
    /// SYN and FIN or SYN and RST in one segment.
    static let contradictoryFlags = Weird("TCP_christmas")
    /// A new connection with the ends of one that neither side had ended.
    static let connectionReuse = Weird("active_connection_reuse")
    /// A reset with data in it.
    static let resetWithData = Weird("RST_with_data")
    /// Bytes that neither side sent again were never captured.
    static let contentGap = Weird("content_gap")
}
