import Testing

@testable import HostInventory
@testable import Knowledge

@Suite("Settings of products")
struct SettingTests {
    @Test(
        "options are found in every spelling",
        arguments: [
            (["--host", "1.2.3.4"], ["--host"], false, .text("1.2.3.4")),
            (["--host=1.2.3.4"], ["--host"], false, .text("1.2.3.4")),
            (["--host="], ["--host"], false, .text("")),
            (["-H", "a"], ["--host", "-H"], false, .text("a")),
            (["--host", "a", "--host", "b"], ["--host"], false, .text("b")),
            (["--listen", "--port", "1"], ["--listen"], false, .some(.none)),
            (["--listen"], ["--listen"], false, .some(.none)),
            (["--temp", "-1.5"], ["--temp"], false, .text("-1.5")),
            (["-v", "x"], ["-v"], true, .some(.none)),
            (["--api_key", "k"], ["--api-key"], false, .text("k")),
            (["--hostname", "a"], ["--host"], false, nil),
            (["--", "--host", "a"], ["--host"], false, nil),
            ([], ["--host"], false, nil),
        ] as [([String], [String], Bool, CommandLineOptions.Value?)])
    func options(arguments: [String], spellings: [String], isSwitch: Bool, expected: CommandLineOptions.Value?) {
        #expect(CommandLineOptions(arguments: arguments).value(of: spellings, isSwitch: isSwitch) == expected)
    }

    @Test("an interpreter's own options are not the program's")
    func interpreter() {
        let record = Fixture.process(
            1, "python3", executable: "/usr/bin/python3", arguments: ["python3", "-v", "/srv/serve.py", "--host", "a"])
        let options = CommandLineOptions(record)
        #expect(options.value(of: ["-v"], isSwitch: true) == nil)
        #expect(options.value(of: ["--host"], isSwitch: false) == .text("a"))
    }

    @Test("a title of one piece is taken apart")
    func title() {
        let record = Fixture.process(1, "x", arguments: ["model: serve --host 0.0.0.0"])
        #expect(CommandLineOptions(record).value(of: ["--host"], isSwitch: false) == .text("0.0.0.0"))
    }

    private func optOut(_ accepts: [String], isCaseSensitive: Bool = false, aliases: [String] = []) -> Setting {
        var setting = Setting(name: "NO_STATS", source: .environment, purpose: .telemetryOptOut)
        setting.accepts = accepts
        setting.isCaseSensitive = isCaseSensitive
        setting.aliases = aliases
        return setting
    }

    private func start(_ environment: String?, _ settings: [Setting], isComplete: Bool = true) -> SettingReader.Start {
        let secrets = Set(settings.filter(\.isSecret).flatMap(\.spellings))
        let names = Set(settings.flatMap(\.spellings)).subtracting(secrets)
        return SettingReader.Start(
            options: CommandLineOptions(arguments: []),
            environment: environment.map {
                ProcessEnvironment(parsing: Array($0.utf8), names: names, secrets: secrets, isComplete: isComplete)
            })
    }

    private func state(_ environment: String?, _ setting: Setting, isComplete: Bool = true) -> SettingState {
        SettingReader.state(of: setting, in: start(environment, [setting], isComplete: isComplete))
    }

    @Test("an opt-out counts only with a value that the product honours")
    func optOuts() {
        #expect(state("NO_STATS=1\0", optOut(["1"])).state == .accepted)
        #expect(state("NO_STATS=true\0", optOut(["1"])).state == .notAccepted)
        #expect(state("NO_STATS=TRUE\0", optOut(["true"])).state == .accepted)
        #expect(state("NO_STATS=TRUE\0", optOut(["true"], isCaseSensitive: true)).state == .notAccepted)
        #expect(state("NO_STATS=x\0", optOut([])).state == .accepted)
        #expect(state("NO_STATS=\0", optOut([])).state == .notAccepted)
        #expect(state("OTHER=1\0", optOut(["1"])).state == .unset)
        #expect(state("DO_NOT_TRACK=1\0", optOut(["1"], aliases: ["DO_NOT_TRACK"])).state == .accepted)
    }

    @Test("what could not be read is unknown, and not unset")
    func unreadable() {
        #expect(state(nil, optOut(["1"])).state == .unknown)
        #expect(state("OTHER=1\0", optOut(["1"]), isComplete: false).state == .unknown)
        #expect(SettingReader.states(of: [optOut(["1"])], in: []).map(\.state) == [.unknown])
    }

    @Test("an opt-out must be accepted by every process")
    func severalProcesses() {
        let setting = optOut(["1"])
        let starts = ["NO_STATS=1\0", "A=b\0"].map { start($0, [setting]) }
        #expect(SettingReader.states(of: [setting], in: starts).map(\.state) == [.unset])
    }

    @Test("the value of a secret is not kept")
    func secrets() {
        var secret = Setting(name: "KEY", source: .environment, purpose: .authentication)
        secret.isSecret = true
        let set = state("KEY=hunter2\0", secret)
        #expect(set.state == .set && set.value == nil && set.isGiven)
        #expect(!String(describing: set).contains("hunter2"))
        #expect(!state("KEY=\0", secret).isGiven)
        let remote = Setting(name: "URL", source: .environment, purpose: .remote)
        #expect(state("URL=http://me:hunter2hunter2@host/\0", remote).value?.contains("hunter2hunter2") == false)
    }

    private func product(_ standard: String) -> Product {
        var product = Product(id: "p", name: "P", kind: "cli")
        product.authentication.standard = standard
        product.authentication.check = AuthenticationCheck(path: "/c", open: [200], protected: [401])
        product.ports = [DefaultPort(port: 80, transport: "tcp", purpose: "API")]
        return product
    }

    @Test("an answer is surer than a setting, and a setting than what the product does by itself")
    func judgement() {
        var key = Setting(name: "--api-key", source: .commandLine, purpose: .authentication)
        key.isSecret = true
        let given = [SettingState(key, found: "k", isSwitchOn: false)]
        func judge(_ status: Int?, _ settings: [SettingState], port: UInt16 = 80) -> [String?] {
            var answers: ListenerAnswers?
            if let status {
                answers = ListenerAnswers()
                answers?.sent = 1
                answers?.statuses = status == 0 ? [:] : ["/c": status]
            }
            let judgement = AuthenticationJudgement(product("none"), answers: answers, settings: settings, port: port)
            return [judgement.state, judgement.source]
        }
        #expect(judge(200, given) == ["none", "probe"])
        #expect(judge(401, []) == ["required", "probe"])
        #expect(judge(500, given) == ["required", "command-line"])
        #expect(judge(nil, []) == ["none", "product-default"])
        #expect(judge(nil, [SettingState(key, missing: .unknown)]) == ["unknown", nil])
        #expect(judge(0, []) == ["none", "product-default"])
        #expect(judge(0, [], port: 81) == ["unknown", nil])
    }
}
