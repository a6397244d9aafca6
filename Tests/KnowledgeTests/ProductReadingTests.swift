import TestSupport
import Testing

@testable import Knowledge

@Suite("Reading a product")
struct ProductReadingTests {
    /// A product with every part that a file may have.
    static let complete = """
        id: sample
        name: Sample
        kind: inference_server
        recognise:
          process_names: [sample]
          command_lines: [sample serve, "re:sample[0-9]"]
          executables: ["*/sample"]
          libraries: ["libsample*.so"]
          units: [sample.service]
          images: [sample/sample]
          packages: {pypi: [sample], deb: sample}
          probes:
            - get: /version
              status: 203
              header: {name: Server, contains: sample}
              json: [{path: name, equals: sample}, {path: "data[0].id"}]
              version: version
              version_header: X-Version
        children: [{names: [child], role: runner}]
        ports: [{port: 65535, transport: udp, purpose: API}]
        bind: 127.0.0.1
        authentication:
          default: none
          enabled_by: [--key]
          check: {get: /list, open: [200], protected: [401, 403]}
          gaps: [one]
        settings:
          - {name: --key, aliases: [-k], source: command-line, purpose: authentication, secret: true}
          - {name: --tell, source: command-line, purpose: logging, switch: true}
          - name: NO_TALK
            source: environment
            purpose: telemetry-opt-out
            accepts: ["1", yes]
            case_sensitive: true
            default: "0"
            note: n
        disclosures: [{request: GET /list, shows: names, harmless: true, contains: ":"}]
        egress:
          - {id: e, hosts: [t.sample.test], purpose: telemetry, path: /p, default: default-on, carries: [v], stop: s}
        artifacts:
          - id: sample.history
            title: History
            paths: ["{home}/.sample/*.jsonl"]
            format: jsonl
            holds: [prompt]
            content: [{field: "m[*].content", is: by-role, role: "m[*].who"}]
            default: on
            retention: r
            disable: d
            purge: p
        references: [sample/sample]
        """

    private func read(_ text: String, path: String = "products/sample.yml") throws(RuleProblem) -> Product {
        try Product(reading: RuleFile(path: path, text: text, origin: .user))
    }

    @Test("every part of a file arrives")
    func everything() throws {
        let product = try read(Self.complete)
        #expect(product.recognition.commandLines == [.contains("sample serve"), .expression("sample[0-9]")])
        #expect(product.recognition.packages == ["pypi": ["sample"], "deb": ["sample"]])
        let probe = try #require(product.recognition.probes.first)
        #expect(probe.status == 203 && probe.header?.name == "server" && probe.versionHeader == "x-version")
        #expect(probe.json.map(\.equals) == ["sample", nil])
        #expect(product.ports.first?.port == .max && product.ports.first?.transport == "udp")
        #expect(product.authentication.check?.protected == [401, 403])
        #expect(product.settings.map(\.isSecret) == [true, false, false])
        #expect(product.settings.map(\.isSwitch) == [false, true, false])
        #expect(product.settings.last?.accepts == ["1", "yes"] && product.settings.last?.standard == "0")
        #expect(product.disclosures.first?.path == "/list" && product.disclosures.first?.contains == ":")
        #expect(product.egress.first?.content == "none")
        #expect(
            product.artifacts.first?.format == .jsonLines
                && product.artifacts.first?.content.first?.role.field.text == "m[*].who")
    }

    @Test(
        "a slip is refused, with its line",
        arguments: [
            ("kind: inference_server", "kind: x\nkimd: y", "unknown key"),
            ("name: Sample\n", "", "missing key 'name'"),
            ("kind: inference_server", "kind: [a, b]", "'kind' must be a text"),
            ("id: sample\n", "id: other\n", "must be the file's name"),
            ("name: Sample", "name: Sample\nname: Twice", ""),
            ("port: 65535", "port: 65536", "up to 65535"),
            ("port: 65535", "port: \"80\"", "whole numbers"),
            ("port: 65535", "port: -1", "up to 65535"),
            ("default: none", "default: maybe", "none of"),
            ("source: environment", "source: file", "'source' is none of"),
            ("purpose: logging", "purpose: talking", "'purpose' is none of"),
            ("secret: true", "secret: 1", "must be true or false"),
            ("GET /list, shows", "GET, shows", "a method and a path"),
            ("GET /list, shows", "POST /list, shows", "only a GET can be harmless"),
            ("GET /list, shows: names, harmless: true", "POST /list, shows: names", "a harmless GET alone"),
            ("contains: \":\"", "contains: \"\"", "'contains' is empty"),
            ("format: jsonl", "format: csv", "'format' is none of"),
            ("is: by-role", "is: poem", "'is' is none of"),
            ("paths: [\"{home}/.sample/*.jsonl\"]", "paths: []", "'paths' is empty"),
            ("get: /version", "get: version", "begins with a slash"),
            ("pypi: [sample]", "pipi: [sample]", "unknown key"),
            ("role: runner", "roll: runner", "missing key 'role'"),
            ("recognise:\n", "recognise: text\nunused:\n", ""),
        ])
    func refused(old: String, new: String, reason: String) throws {
        let text = try #require(Self.replacing(old, with: new))
        let problem = #expect(throws: RuleProblem.self) { try read(text) }
        #expect(problem?.reason.contains(reason) == true, "\(problem?.description ?? "")")
        #expect(problem?.file == "products/sample.yml")
    }

    @Test("a probe without any test of the answer is refused")
    func emptyProbe() {
        let text = "id: sample\nname: S\nkind: cli\nrecognise: {probes: [{get: /}]}"
        #expect(throws: RuleProblem.self) { try read(text) }
    }

    @Test("an empty file and a file of two documents are refused", arguments: ["", "# nothing", "a: b\n---\nc: d"])
    func documents(text: String) {
        #expect(throws: RuleProblem.self) { try read(text) }
    }

    @Test("no shorter beginning of a file traps")
    func prefixes() {
        for length in 0..<Self.complete.utf8.count {
            let prefix = String(decoding: Self.complete.utf8.prefix(length), as: UTF8.self)
            // A cut may fall between two keys, which leaves a smaller and sound product.
            _ = try? read(prefix)
        }
        #expect((try? read(String(Self.complete.prefix(30)))) == nil)
    }

    @Test("random bytes never trap")
    func randomBytes() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            var bytes = Array(Self.complete.utf8)
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? read(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// The complete file with one piece replaced; nothing when the piece is not there, so that a test cannot rot.
    static func replacing(_ old: String, with new: String) -> String? {
        let parts = complete.components(separatedBy: old)
        return parts.count == 2 ? parts[0] + new + parts[1] : nil
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        guard let range = firstRange(of: separator) else { return [self] }
        return [String(self[..<range.lowerBound])]
            + String(self[range.upperBound...]).components(separatedBy: separator)
    }
}
