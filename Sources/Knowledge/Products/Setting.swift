/// A variable, an option or a key of a file that matters to privacy.
package struct Setting: Sendable {
    /// Where a setting is given.
    package enum Source: String, CaseIterable, Sendable {
        case environment
        case commandLine = "command-line"
    }

    /// What a setting is for.
    package enum Purpose: String, CaseIterable, Sendable {
        case bind
        case authentication
        case cors
        case telemetryOptOut = "telemetry-opt-out"
        case updateOptOut = "update-opt-out"
        case cloudOptOut = "cloud-opt-out"
        case logging
        case remote
        case debug
        case place
    }

    /// The name, such as `OLLAMA_HOST` or `--api-key`.
    ///
    /// An option's other spellings follow in ``aliases``.
    package let name: String
    /// Other spellings of the same setting.
    package var aliases: [String] = []
    /// Where it is given.
    package let source: Source
    /// What it is for.
    package let purpose: Purpose
    /// Whether its value is a secret and must never be kept.
    package var isSecret = false
    /// Whether it is an option without a value.
    package var isSwitch = false
    /// The values of an opt-out that the product really honours; empty when any value will do.
    package var accepts: [String] = []
    /// Whether the accepted values are told apart by case.
    package var isCaseSensitive = false
    /// What holds when it is not set.
    package var standard: String?
    /// What it does.
    package var note: String?

    package init(name: String, source: Source, purpose: Purpose) {
        self.name = name
        self.source = source
        self.purpose = purpose
    }
}
