extension Weird {
    /// A packet of the beginning that was not sealed with the keys that belong to it: changed on the way, or its
    /// connection began before the capture.
    static let quicUndecryptableInitial = Weird("quic_undecryptable_initial")

    /// A length or a connection identifier in a packet's header contradicts the datagram.
    static let quicBadHeader = Weird("quic_bad_header", isMalformed: true)

    /// A frame that may not stand in an Initial packet, or that is not whole.
    static let quicBadFrame = Weird("quic_bad_frame", isMalformed: true)

    /// Pieces of the handshake say different things about the same place.
    static let quicCryptoConflict = Weird("quic_crypto_conflict")

    /// A piece of the handshake lies beyond what is put together, or there are too many holes before it.
    static let quicCryptoTooLarge = Weird("quic_crypto_too_large")

    /// What stands where the first message of a side should be is none, or contradicts its format.
    static let quicBadHello = Weird("quic_bad_hello", isMalformed: true)

    /// The connection ended before the client's first message was whole.
    static let quicIncompleteHello = Weird("quic_incomplete_hello")

    /// A version that has not been heard of.
    static let quicUnknownVersion = Weird("quic_unknown_version")

    /// A version that is known, but whose packets are not read.
    static let quicUnreadVersion = Weird("quic_unread_version")

    /// A demand to begin again whose tag does not belong to what the client sent.
    static let quicRetryIntegrity = Weird("quic_retry_integrity")
}
