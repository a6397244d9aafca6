import Testing

@testable import Knowledge

@Suite("The products that the binary carries")
struct ProductFilesTests {
    private static let files = RuleFile.embedded.filter { $0.room == "products" }
    private static let products = Catalogue(reading: files).products

    private static let purposesOfEgress: Set<String> = [
        "telemetry", "crash-report", "update-check", "feature-flags", "model-download", "catalog", "remote-inference",
        "web-search", "trace-export", "share", "sync", "license", "account", "ip-lookup", "tunnel", "cdn-asset",
        "connectivity-probe",
    ]
    private static let kinds: Set<String> = [
        "inference_server", "desktop_app", "gateway", "chat_ui", "agent_builder", "image_gen", "vector_db",
        "observability", "notebook", "mcp", "app_framework", "cluster", "tunnel", "library", "cli", "coding_agent",
        "system",
    ]
    @Test("every file reads without a problem")
    func readable() {
        let catalogue = Catalogue(reading: Self.files)
        #expect(catalogue.problems.map(\.description) == [])
        #expect(catalogue.products.count == Self.files.count)
        #expect(Set(catalogue.products.map(\.id)).count == Self.files.count)
    }

    @Test("the products that everyone asks for are among them")
    func obligatory() {
        let obligatory: Set<String> = [
            "ollama", "llama-server", "lmstudio", "vllm", "open-webui", "gpt4all", "koboldcpp",
            "text-generation-webui", "localai", "jan", "gradio", "chroma",
        ]
        #expect(obligatory.subtracting(Self.products.map(\.id)) == [])
        #expect(Self.products.count >= 18)
    }

    @Test("every line is plain ASCII of at most 120 characters", arguments: files)
    func tidy(file: RuleFile) {
        for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let isTidy = line.utf8.count <= 120 && line.utf8.allSatisfy { 0x20...0x7E ~= $0 } && line.last != " "
            #expect(isTidy, "\(file.path):\(index + 1)")
        }
    }

    @Test("the keys of a file stand in the order that all files share", arguments: files)
    func order(file: RuleFile) throws {
        let order = [
            "id", "name", "kind", "recognise", "children", "ports", "bind", "authentication", "settings",
            "disclosures", "egress", "artifacts", "references",
        ]
        let keys = try #require(try YAMLNode.documents(in: file).first).members.map(\.key)
        #expect(keys == order.filter(keys.contains))
    }

    @Test("a product can be recognised, is of a known kind and names its sources", arguments: products)
    func recognisable(product: Product) {
        let recognition = product.recognition
        let signs =
            recognition.processNames.count + recognition.commandLines.count + recognition.executables.count
            + recognition.libraries.count + recognition.packages.count + recognition.probes.count
        // What is no LLM product must never be found as one.
        #expect(product.kind == "system" ? signs + recognition.images.count == 0 : signs > 0)
        #expect(Self.kinds.contains(product.kind))
        #expect(!product.references.isEmpty)
        #expect(recognition.probes.allSatisfy { $0.path.hasPrefix("/") && !$0.path.contains(" ") })
        #expect(product.ports.allSatisfy { $0.port > 0 && ["tcp", "udp"].contains($0.transport) })
        #expect(!product.ports.isEmpty || recognition.probes.isEmpty, "a probe needs a listener")
    }

    @Test("names that many programs share identify nothing", arguments: products)
    func genericNames(product: Product) {
        let generic: Set<String> = [
            "python", "python3", "node", "server", "chat", "main", "uvicorn", "java", "bash", "sh",
        ]
        #expect(generic.isDisjoint(with: product.recognition.processNames))
        for probe in product.recognition.probes {
            #expect(probe.body != "Ollama is running" && probe.bodyContains != "Ollama is running")
        }
    }

    @Test("what switches a login on is a listed secret setting for it", arguments: products)
    func authentication(product: Product) {
        for name in product.authentication.enabledBy {
            let setting = product.settings.first { $0.name == name || $0.aliases.contains(name) }
            #expect(setting?.purpose == .authentication, "\(name)")
            #expect(setting?.isSecret == true, "\(name)")
        }
        if let check = product.authentication.check {
            #expect(check.path.hasPrefix("/") && !check.open.isEmpty && check.open.isDisjoint(with: check.protected))
        }
    }

    @Test("settings are named once, as their source spells them", arguments: products)
    func settings(product: Product) {
        let names = product.settings.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        for setting in product.settings {
            let spellings = [setting.name] + setting.aliases
            switch setting.source {
            case .commandLine: #expect(spellings.allSatisfy { $0.hasPrefix("-") }, "\(setting.name)")
            case .environment:
                #expect(spellings.allSatisfy { !$0.hasPrefix("-") && !$0.contains("=") }, "\(setting.name)")
                #expect(!setting.isSwitch, "\(setting.name)")
            }
            let isOptOut = [.telemetryOptOut, .updateOptOut, .cloudOptOut].contains(setting.purpose)
            #expect(!isOptOut || setting.isSwitch || !setting.accepts.isEmpty, "\(setting.name) honours which values?")
        }
    }

    @Test("egress has known hosts and known words", arguments: products)
    func egress(product: Product) {
        #expect(Set(product.egress.map(\.id)).count == product.egress.count)
        for route in product.egress {
            #expect(Self.purposesOfEgress.contains(route.purpose), "\(route.id)")
            #expect(route.hosts.allSatisfy(EndpointTable.isHostPattern), "\(route.id)")
            #expect(!route.hosts.isEmpty, "\(route.id)")
            #expect(["none", "possible", "partial", "full"].contains(route.content), "\(route.id)")
            let defaults = ["default-on", "asks-first", "default-off", "user-action", "when-configured", "unknown"]
            #expect(defaults.contains(route.standard), "\(route.id)")
        }
    }

    @Test("no place has two entries")
    func uniqueArtifacts() {
        let ids = Self.products.flatMap(\.artifacts).map(\.id)
        #expect(Set(ids).count == ids.count)
    }
}

extension Product: CustomTestStringConvertible {
    package var testDescription: String { id }
}

extension RuleFile: CustomTestStringConvertible {
    package var testDescription: String { path }
}
