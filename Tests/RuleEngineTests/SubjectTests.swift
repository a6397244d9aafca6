import Observation
import Testing

@testable import RuleEngine

@Suite("Subjects")
struct SubjectTests {
    static let cases: [(EventCategory, [Field: FieldValue], String)] = [
        (
            .listeningSocket,
            [
                .llmProduct: "ollama", .processName: "x", .serverIP: "0.0.0.0", .serverPort: 11434,
                .networkTransport: "tcp",
            ],
            "ollama 0.0.0.0:11434/tcp"
        ),
        (.listeningSocket, [.processName: "x", .serverIP: "::", .serverPort: 80], "x [::]:80"),
        (
            .networkConnection,
            [.processName: "curl", .destinationIP: "192.0.2.1", .destinationPort: 443], "curl → 192.0.2.1:443"
        ),
        (
            .networkConnection,
            [.processName: "python3", .processScript: "a.py", .destinationIP: "2001:db8::1", .destinationPort: 443],
            "python3 a.py → [2001:db8::1]:443"
        ),
        (
            .tlsHandshake,
            [.processName: "x", .tlsServerName: "a.example", .destinationIP: "192.0.2.1", .destinationPort: 443],
            "x → a.example:443"
        ),
        (
            .httpRequest,
            [.processName: "x", .urlDomain: "a.example", .destinationPort: 80, .urlPath: "/v1", .urlQuery: "q=1"],
            "x → a.example:80/v1"
        ),
        (.httpRequest, [.destinationIP: "192.0.2.1", .destinationPort: 80], "192.0.2.1:80"),
        (
            .dnsQuery, [.processName: "x", .dnsQuestionName: "a.b.example", .dnsQuestionRegisteredDomain: "b.example"],
            "x → b.example"
        ),
        (.dnsQuery, [.dnsQuestionName: "a.b.example"], "a.b.example"),
        (.fileResidue, [.filePath: "/a/b", .llmProduct: "x"], "/a/b"),
        (.contentMatch, [.filePath: "/a/b", .patternID: "key", .contentLocator: "line 3"], "/a/b (key)"),
        (
            .contentMatch, [.processName: "x", .destinationDomain: "d.example", .patternID: "key"],
            "x → d.example (key)"
        ),
        (.configuration, [.llmProduct: "ollama", .configurationName: "OLLAMA_HOST"], "ollama OLLAMA_HOST"),
        (.software, [.llmProduct: "ollama", .vulnerabilityID: "CVE-1"], "ollama CVE-1"),
        (.software, [.llmProduct: "ollama"], "ollama"),
        (.process, [.llmProduct: "ollama"], "ollama"),
        (.process, [.processExecutable: "/bin/x", .processName: "x"], "/bin/x"),
        (.captureHealth, [.interfaceName: "lo"], "lo"), (.process, [:], "process"), (.llmRequest, [:], "llm_request"),
    ]

    @Test("each category has its own words", arguments: cases)
    func text(category: EventCategory, fields: [Field: FieldValue], expected: String) {
        let subject = Subject(of: Event(category, at: Timestamp(nanoseconds: 0), fields))
        #expect(subject.identity == expected)
        #expect(subject.text(Redaction()) == expected)
    }

    @Test("nothing that changes from run to run is in it", arguments: EventCategory.allCases)
    func stability(category: EventCategory) {
        let stable: [Field: FieldValue] = [
            .llmProduct: "p", .processName: "n", .serverIP: "::1", .serverPort: 1, .destinationIP: "192.0.2.1",
            .filePath: "/f",
        ]
        let changing: [Field: FieldValue] = [
            .processPID: 1, .sourcePort: 2, .sourceIP: "192.0.2.7", .processStart: "t", .eventStart: "t",
            .contentLocator: "line 1",
            .fileModified: "t", .fileSize: 9, .networkBytes: 9, .destinationBytes: 9,
        ]
        let first = Event(category, at: Timestamp(nanoseconds: 0), stable)
        let second = Event(category, at: Timestamp(nanoseconds: 5), stable.merging(changing) { $1 })
        #expect(Subject(of: first) == Subject(of: second))
    }

    @Test("a long label is shown masked and still tells subjects apart")
    func redaction() {
        func subject(_ letter: Character) -> Subject {
            let name = String(repeating: letter, count: 40) + ".example"
            return Subject(of: Event(.tlsHandshake, at: Timestamp(nanoseconds: 0), [.tlsServerName: .string(name)]))
        }
        #expect(subject("a") != subject("b"))
        #expect(!subject("a").text(Redaction()).contains("aaaaaaaaaa"))
    }
}
