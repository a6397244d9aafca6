package import Knowledge
internal import Observation

/// How a setting of a product stands in its processes.
package struct SettingState: Sendable {
    /// What was known of a setting.
    package enum State: String, CaseIterable, Sendable {
        case set
        case unset
        /// An opt-out with a value that the product honours.
        case accepted
        /// An opt-out with a value that the product does not honour.
        case notAccepted = "not-accepted"
        /// It could not be read.
        case unknown
    }

    package let setting: Setting
    package let state: State
    /// The value, with secrets inside of it masked; nothing when the setting is secret, unset or unreadable.
    package let value: String?
    /// Whether it is set to anything but nothing.
    package let isGiven: Bool
}

extension Setting {
    /// Whether it switches something off.
    var isOptOut: Bool {
        switch purpose {
        case .telemetryOptOut, .updateOptOut, .cloudOptOut: true
        case .bind, .authentication, .cors, .logging, .remote, .debug, .place: false
        }
    }

    /// All its names.
    var spellings: [String] { [name] + aliases }

    /// Whether the product honours a value of the opt-out; without a list, anything but nothing will do.
    func accepts(_ value: String) -> Bool {
        guard !accepts.isEmpty else { return !value.isEmpty }
        return accepts.contains { isCaseSensitive ? $0 == value : $0.lowercased() == value.lowercased() }
    }
}

extension SettingState {
    /// A setting that was found with a value; nothing stands for a switch, or an option without one.
    init(_ setting: Setting, found value: String?, isSwitchOn: Bool) {
        let text = value ?? (setting.isSwitch ? "true" : "")
        let isGiven = isSwitchOn || !text.isEmpty
        let state: State =
            if setting.isOptOut {
                (value == nil && isSwitchOn) || setting.accepts(text) ? .accepted : .notAccepted
            } else {
                isGiven ? .set : .unset
            }
        self.init(
            setting: setting, state: state,
            value: setting.isSecret || state == .unset ? nil : Redaction().commandLine(text), isGiven: isGiven)
    }

    /// A setting that is not there, or of which that is not known.
    init(_ setting: Setting, missing state: State) {
        self.init(setting: setting, state: state, value: nil, isGiven: false)
    }
}
