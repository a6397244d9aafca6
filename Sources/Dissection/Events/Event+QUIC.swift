internal import Observation

extension Event {
    /// Sets what QUIC adds to a handshake.
    mutating func describe(_ quic: QUICParameters) {
        set(.networkProtocol, ApplicationProtocol.quic.rawValue)
        set(.quicVersion, quic.version.description)
        set(.quicOfferedVersions, quic.offeredVersions.filter { $0.family != .greased }.map(\.description))
        set(.userAgent, quic.userAgent)
    }
}
