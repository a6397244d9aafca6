extension ApplicationProtocol {
    /// What a client means to speak over QUIC, by a name of its offer (RFC 7301); nothing for names of no interest.
    init?(overQUIC name: String) {
        switch name {
        case "h3": self = .http3
        case "doq": self = .doq
        // Drafts carried their number.
        case _ where name.hasPrefix("h3-"): self = .http3
        case _ where name.hasPrefix("doq-"): self = .doq
        default: return nil
        }
    }
}
