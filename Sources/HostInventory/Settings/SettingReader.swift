internal import Knowledge

/// Reads the settings of a product out of what its processes were started with.
struct SettingReader: Sendable {
    private let root: String
    private let reader: ProcessReader

    init(root: String) {
        self.root = root
        reader = ProcessReader(root: root)
    }

    /// What one process was started with, as far as settings ask for it.
    struct Start: Sendable {
        let options: CommandLineOptions
        /// Nothing when it could not be read.
        let environment: ProcessEnvironment?
        /// Why not.
        var failure: ReadFailure?
    }

    /// Reads the environment and the options of a process.
    ///
    /// The options are those of the record; the environment of a process that ended, or whose number is another's now, is
    /// not known.
    func start(of record: ProcessRecord, for settings: [Setting]) -> Start {
        let variables = settings.filter { $0.source == .environment }
        let secrets = Set(variables.filter(\.isSecret).flatMap(\.spellings))
        let names = Set(variables.flatMap(\.spellings)).subtracting(secrets)
        let options = CommandLineOptions(record)
        guard !variables.isEmpty else { return Start(options: options, environment: nil) }
        do throws(ReadFailure) {
            let environment = try ProcessEnvironment.read(of: record.pid, names: names, secrets: secrets, root: root)
            guard try reader.status(of: record.pid).identity == record.identity else { throw ReadFailure.gone }
            return Start(options: options, environment: environment)
        } catch {
            return Start(options: options, environment: nil, failure: error)
        }
    }

    /// How settings stand in the processes of one run of a product.
    ///
    /// An opt-out counts as accepted only when every process accepts it; of the others, the first process that has one
    /// set is told.
    static func states(of settings: [Setting], in starts: [Start]) -> [SettingState] {
        settings.map { setting in
            let states = starts.map { state(of: setting, in: $0) }
            let order: [SettingState.State] =
                setting.isOptOut
                ? [.notAccepted, .unset, .unknown, .accepted, .set] : [.set, .unknown, .unset, .accepted, .notAccepted]
            for wanted in order {
                if let state = states.first(where: { $0.state == wanted }) { return state }
            }
            return SettingState(setting, missing: .unknown)
        }
    }

    /// How a setting stands in one process.
    static func state(of setting: Setting, in start: Start) -> SettingState {
        switch setting.source {
        case .commandLine:
            switch start.options.value(of: setting.spellings, isSwitch: setting.isSwitch) {
            case nil: return SettingState(setting, missing: .unset)
            case .some(.none): return SettingState(setting, found: nil, isSwitchOn: true)
            case .text(let text): return SettingState(setting, found: text, isSwitchOn: false)
            }
        case .environment:
            guard let environment = start.environment else { return SettingState(setting, missing: .unknown) }
            let found = setting.spellings.compactMap { name -> SettingState? in
                switch environment.values[name] {
                case nil: nil
                case .plain(let text): SettingState(setting, found: text, isSwitchOn: false)
                case .secret(let isEmpty): SettingState(setting, found: isEmpty ? "" : "…", isSwitchOn: false)
                }
            }
            // Each spelling works by itself, so one that is honoured is enough.
            if let best = found.first(where: { $0.state == .accepted || $0.state == .set }) ?? found.first {
                return best
            }
            return SettingState(setting, missing: environment.isComplete ? .unset : .unknown)
        }
    }

    /// The settings that switch on a product's authentication, also those that its list of settings leaves out.
    static func authenticationSettings(of product: Product) -> [Setting] {
        product.authentication.enabledBy.map { name in
            if let known = product.settings.first(where: { $0.spellings.contains(name) }) { return known }
            var setting = Setting(
                name: name, source: name.hasPrefix("-") ? .commandLine : .environment, purpose: .authentication)
            setting.isSecret = true
            return setting
        }
    }
}
