internal import Observation

/// What an event is about, in the parts that stay the same from run to run.
///
/// Times, process numbers, source ports and line numbers are never among them, so that the same leak keeps its name.
struct Subject: Hashable, Sendable {
    /// A piece of the text: a field's value, or what stands between two of them.
    private enum Part: Hashable {
        case field(Field, String)
        case plain(String)
    }

    private var parts: [Part] = []

    /// The text by which the subject is told from others.
    var identity: String {
        parts.map { part in
            switch part {
            case .field(_, let text), .plain(let text): text
            }
        }.joined()
    }

    /// The text as a report shows it.
    func text(_ redaction: Redaction) -> String {
        parts.map { part in
            switch part {
            case .field(let field, let text): redaction.redacted(.string(text), of: field.rawValue).text
            case .plain(let text): text
            }
        }.joined()
    }

    /// The subject of an event.
    init(of event: Event) {
        switch event.category {
        case .listeningSocket:
            add(event, firstOf: .llmProduct, .processName)
            addSocket(event, .serverIP, .serverPort)
            add(event, .networkTransport, before: "/")
        case .networkConnection, .tlsHandshake:
            addProcess(event)
            addDestination(event)
        case .httpRequest, .webSocketMessage:
            addProcess(event)
            addDestination(event)
            add(event, .urlPath)
        case .llmRequest:
            addProcess(event)
            addDestination(event)
            add(event, .genAISystem, before: " ")
        case .weird:
            addProcess(event)
            addDestination(event)
            add(event, .weirdName, before: " ")
        case .dnsQuery:
            addProcess(event)
            add(event, firstOf: .dnsQuestionRegisteredDomain, .dnsQuestionName, before: " → ")
        case .fileResidue:
            add(event, .filePath)
        case .contentMatch, .canaryHit, .fileText:
            addPlaceOfContent(event)
        case .configuration:
            add(event, firstOf: .llmProduct, .processName)
            add(event, .configurationName, before: " ")
        case .software:
            add(event, firstOf: .llmProduct, .packageName)
            add(event, .vulnerabilityID, before: " ")
        case .process:
            add(event, firstOf: .llmProduct, .processExecutable, .processName)
        case .captureHealth:
            add(event, .interfaceName)
        }
        if parts.isEmpty {
            parts = [.plain(event.category.rawValue)]
        }
    }

    private mutating func add(_ text: String) {
        guard !parts.isEmpty else { return }
        parts.append(.plain(text))
    }

    private mutating func add(_ event: Event, firstOf fields: Field..., before: String = "") {
        for field in fields {
            guard let text = event[field]?.text, !text.isEmpty else { continue }
            add(before)
            parts.append(.field(field, text))
            return
        }
    }

    private mutating func add(_ event: Event, _ field: Field, before: String = "") {
        add(event, firstOf: field, before: before)
    }

    /// The process, and the script when an interpreter runs one.
    private mutating func addProcess(_ event: Event) {
        add(event, firstOf: .processName, .processExecutable, .llmProduct)
        guard let script = event[.processScript]?.text, !script.isEmpty else { return }
        add(" ")
        parts += [.field(.processScript, script)]
    }

    private mutating func addDestination(_ event: Event) {
        let named: [Field] = [.destinationDomain, .tlsServerName, .urlDomain]
        if let field = named.first(where: { event[$0]?.text.isEmpty == false }) {
            add(event, field, before: " → ")
            add(event, .destinationPort, before: ":")
        } else {
            addSocket(event, .destinationIP, .destinationPort, before: " → ")
        }
    }

    private mutating func addSocket(_ event: Event, _ address: Field, _ port: Field, before: String = " ") {
        guard let text = event[address]?.text, !text.isEmpty else { return add(event, port, before: before + "port ") }
        add(before)
        parts += text.contains(":") ? [.plain("["), .field(address, text), .plain("]")] : [.field(address, text)]
        add(event, port, before: ":")
    }

    private mutating func addPlaceOfContent(_ event: Event) {
        if event[.filePath] == nil {
            addProcess(event)
            addDestination(event)
        } else {
            add(event, .filePath)
        }
        guard let pattern = event[.patternID]?.text else { return }
        add(" ")
        parts += [.plain("("), .field(.patternID, pattern), .plain(")")]
    }
}
