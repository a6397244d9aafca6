/// What one side of a TLS connection sends, as far as it was read.
struct TLSSide {
    /// The most records whose loss is bridged by trying numbers.
    static let uncertaintyLimit = 64

    var framing = RecordFraming()
    var handshake = HandshakeReader()

    /// Whether it said that its records are protected from here on, which means something before TLS 1.3 only.
    var hasChangedCipher = false

    /// Protected records that were met.
    var protectedRecordCount = 0

    /// Protected records in a row that could not be opened.
    var missedRecordCount = 0

    /// The keys in use, and for TLS 1.3 what they were made from.
    var protection: RecordProtection?
    var phase: TrafficSecretKind?
    var secret: [UInt8] = []

    /// How many records may have gone by since the last that was opened.
    var uncertainty: Int {
        let lost = framing.lostByteCount
        return min(Self.uncertaintyLimit, missedRecordCount + (lost > 0 ? lost / 22 + 1 : 0))
    }

    /// Bytes that are kept.
    var bufferedByteCount: Int { framing.bufferedByteCount + handshake.bufferedByteCount }
}
