internal import Knowledge

/// Whether a caller of a listener must prove who it is, and how that is known.
struct AuthenticationJudgement: Equatable, Sendable {
    /// `none`, `required` or `unknown`.
    let state: String
    /// `probe`, `command-line`, `environment` or `product-default`; nothing when it is unknown.
    let source: String?

    static let unknown = AuthenticationJudgement(state: "unknown", source: nil)

    /// Judges by what is surest: an answer, then what the process was started with, then what the product does by itself.
    ///
    /// - Parameters:
    ///   - product: the product that answers.
    ///   - answers: what the listener answered; nothing when it was not asked.
    ///   - settings: how the settings stand that switch authentication on.
    ///   - port: the listener's port.
    init(_ product: Product, answers: ListenerAnswers?, settings: [SettingState], port: UInt16) {
        if let check = product.authentication.check, let status = answers?.statuses[check.path] {
            if check.open.contains(status) {
                self.init(state: "none", source: "probe")
                return
            }
            if check.protected.contains(status) {
                self.init(state: "required", source: "probe")
                return
            }
        }
        if let given = settings.first(where: \.isGiven) {
            self.init(state: "required", source: given.setting.source.rawValue)
            return
        }
        // A socket that was asked and speaks no HTTP is not the one that the product's default tells of.
        let isOther = answers.map { $0.sent > 0 && !$0.speaksHTTP } ?? false
        let isUnreadable = settings.contains { $0.state == .unknown }
        let standard = product.authentication.standard
        guard standard != "unknown", !isOther || product.ports.contains(where: { $0.port == port }),
            standard == "required" || !isUnreadable
        else {
            self = .unknown
            return
        }
        self.init(state: standard, source: "product-default")
    }

    private init(state: String, source: String?) {
        self.state = state
        self.source = source
    }
}
