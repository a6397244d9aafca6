internal import Observation

/// One path of a model's API, and what a request to it must hold.
struct LLMRouteEntry {
    /// Where in the target's path the entry's path may stand.
    enum Place {
        /// At its end, because APIs are put below paths of all kinds.
        case end
        /// It is the whole path.
        case whole
    }

    /// What the answer must show before the call is certain.
    enum Confirmation {
        /// The request says enough.
        case none
        /// Other servers have the same path.
        case byAnswer
    }

    let method: String
    let path: [Substring]
    let place: Place
    let system: String
    let operation: LLMOperation
    /// Members of which the body must have one; none when the path says enough.
    let members: [String]
    /// Further members of which it must have one.
    let furtherMembers: [String]
    let confirmation: Confirmation
    /// Whether the answer comes in pieces.
    let isStream: Bool

    init(
        _ method: String, _ path: String, _ system: String, _ operation: LLMOperation, with members: [String] = [],
        and furtherMembers: [String] = [], at place: Place = .end, _ confirmation: Confirmation = .none,
        isStream: Bool = false
    ) {
        self.method = method
        self.path = path.split(separator: "/")
        self.place = place
        self.system = system
        self.operation = operation
        self.members = members
        self.furtherMembers = furtherMembers
        self.confirmation = confirmation
        self.isStream = isStream
    }

    /// Whether the path's last segment is a model's name.
    var namesModelLast: Bool { path.last == "*" && operation == .modelShow }

    /// Whether a request's method and path are the entry's.
    func matches(_ target: LLMRequestTarget) -> Bool {
        target.method == method && target.segments.count >= path.count
            && (place == .end || target.segments.count == path.count)
            && zip(target.segments.suffix(path.count), path).allSatisfy { $0 == $1 || Self.isWild($1, $0) }
    }

    /// Whether a body holds what a request of the entry must hold.
    func isMet(by body: JSONValue?) -> Bool {
        [members, furtherMembers].allSatisfy { group in
            group.isEmpty || group.contains { body?[$0] != nil }
        }
    }

    /// The entries whose last segment fits, in the order of the table.
    static func candidates(for target: LLMRequestTarget) -> [LLMRouteEntry] {
        let fitting = target.segments.last.map { byLastSegment[$0] ?? [] } ?? whole
        return fitting.isEmpty ? wild : fitting
    }

    private static let byLastSegment = Dictionary(grouping: all.filter { !$0.path.isEmpty }) { $0.path.last ?? "" }
    private static let whole = all.filter(\.path.isEmpty)
    private static let wild = all.filter { $0.path.last?.hasSuffix("*") == true }

    /// What is asked for, which for a few paths the query or the body decides.
    func operation(_ target: LLMRequestTarget, _ body: JSONValue?) -> LLMOperation {
        switch operation {
        case .slotSave:
            switch target.parameter("action") {
            case "restore": .slotRestore
            case "erase": .slotErase
            default: .slotSave
            }
        case .textCompletion where path == ["api", "generate"]: Self.ollamaGeneration(body)
        default: operation
        }
    }

    /// Without a prompt Ollama only loads a model, or unloads it when it shall be kept for no time.
    private static func ollamaGeneration(_ body: JSONValue?) -> LLMOperation {
        guard let body, body.isObject, (body["prompt"]?.string ?? "").isEmpty, body["images"] == nil else {
            return .textCompletion
        }
        return body["keep_alive"]?.number == 0 || body["keep_alive"]?.string == "0" ? .modelUnload : .modelLoad
    }

    /// Whether the request says enough to be certain.
    func isCertain(_ body: JSONValue?) -> Bool {
        guard confirmation == .byAnswer else { return true }
        // Ollama's older name for a model is one that everything has.
        return system == "ollama" && body?["model"] != nil
    }

    private static func isWild(_ pattern: Substring, _ segment: Substring) -> Bool {
        pattern == "*" || pattern == "sha256:*" && (segment.hasPrefix("sha256:") || segment.hasPrefix("sha256-"))
    }
}
