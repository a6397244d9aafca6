internal import Knowledge

/// What one listener answered.
struct ListenerAnswers: Sendable {
    /// A product that it answers like.
    struct Match: Equatable, Sendable {
        let product: Int
        var expectations: Int
        var version: String?
    }

    /// Which web pages may call, as one request told.
    enum CrossOrigin: String, Sendable {
        case any
        case restricted
        case unknown
    }

    /// The products it answers like, the likeliest first.
    var matches: [Match] = []
    /// The product of which the details were asked.
    var product: Int?
    /// The statuses of the paths that were asked for.
    var statuses: [String: Int] = [:]
    /// The paths by which that product discloses something, those of them that do.
    var openPaths: [String] = []
    var crossOrigin = CrossOrigin.unknown
    /// Whether it answers and might be a product that was not asked about any more.
    var isCutShort = false
    /// Requests that were sent, and those of them that got no reply.
    var sent = 0
    var failed = 0

    /// Whether it answered anything as a web server does.
    var speaksHTTP: Bool { !statuses.isEmpty }
}

/// Asks one listener, each path once, and stops when it does not answer.
struct ListenerProbe {
    /// How many requests may go into finding out which product it is.
    static let recognitionLimit = 8
    /// How many more may follow to a listener that was recognised.
    static let detailLimit = 8
    /// The web page in whose name one request is sent; the name resolves nowhere (RFC 2606, section 2).
    static let origin = "http://earshot.invalid"

    private let plan: ProbePlan
    private let products: [Product]
    private let ask: (String, String?) -> HTTPReply?
    private var answers = ListenerAnswers()
    private var replies: [String: ProbeAnswer] = [:]
    private var hasFailed = false

    /// - Parameters:
    ///   - plan: which paths to ask for.
    ///   - products: the catalogue.
    ///   - ask: sends a request for a path, from an origin if there is one.
    private init(_ plan: ProbePlan, _ products: [Product], _ ask: @escaping (String, String?) -> HTTPReply?) {
        self.plan = plan
        self.products = products
        self.ask = ask
    }

    /// Asks a listener of a port, about the product that its process was recognised as, if there is one.
    ///
    /// A guess is asked about first and wins nothing by that.
    static func answers(
        onPort port: UInt16, known: Int?, guess: Int? = nil, plan: ProbePlan, products: [Product],
        ask: @escaping (String, String?) -> HTTPReply?
    ) -> ListenerAnswers {
        var probe = ListenerProbe(plan, products, ask)
        if let known {
            probe.recognise(asking: plan.paths(of: known), until: { $0.contains { $0.product == known } })
        } else {
            let (likely, others) = plan.paths(onPort: port, guess: guess)
            probe.recognise(asking: likely, until: { _ in false })
            probe.recognise(asking: others, until: { !$0.isEmpty })
            probe.answers.isCutShort = probe.answers.matches.isEmpty && probe.answers.sent == recognitionLimit
            // One product's answer may be another's too, so that those it may be are asked for the rest.
            probe.recognise(asking: probe.answers.matches.flatMap { plan.paths(of: $0.product) }, until: { _ in false })
        }
        probe.order(preferring: Set(plan.products(listeningOn: port)))
        if let product = known ?? probe.answers.matches.first?.product {
            probe.askDetails(of: product)
        }
        return probe.answers
    }

    private mutating func send(_ path: String, origin: String? = nil) -> HTTPReply? {
        answers.sent += 1
        guard let reply = ask(path, origin) else {
            answers.failed += 1
            hasFailed = true
            return nil
        }
        return reply
    }

    private mutating func recognise(asking paths: [String], until isEnough: ([ListenerAnswers.Match]) -> Bool) {
        for path in paths where replies[path] == nil {
            guard !isEnough(answers.matches), !hasFailed, answers.sent < Self.recognitionLimit else { return }
            guard let reply = send(path) else { return }
            let answer = ProbeAnswer(reply)
            replies[path] = answer
            answers.statuses[path] = reply.status
            for (product, probe) in plan.probes(at: path) {
                guard let met = probe.expectations(metBy: answer) else { continue }
                note(product, met, probe.version(in: answer))
            }
        }
    }

    private mutating func note(_ product: Int, _ met: Int, _ version: String?) {
        if let index = answers.matches.firstIndex(where: { $0.product == product }) {
            answers.matches[index].expectations += met
            answers.matches[index].version = answers.matches[index].version ?? version
        } else {
            answers.matches.append(.init(product: product, expectations: met, version: version))
        }
    }

    private mutating func order(preferring usual: Set<Int>) {
        answers.matches.sort { left, right in
            if left.expectations != right.expectations { return left.expectations > right.expectations }
            let isUsual = (usual.contains(left.product), usual.contains(right.product))
            return isUsual.0 != isUsual.1 ? isUsual.0 : left.product < right.product
        }
    }

    private mutating func askDetails(of product: Int) {
        answers.product = product
        let limit = answers.sent + Self.detailLimit
        for path in plan.detailPaths(of: product) where answers.statuses[path] == nil {
            // The last request is kept for the question about web pages.
            guard !hasFailed, answers.sent < limit - 1 else { break }
            guard let reply = send(path) else { break }
            answers.statuses[path] = reply.status
            replies[path] = ProbeAnswer(reply)
        }
        let disclosing = plan.disclosures(of: product).filter { replies[$0.path].map($0.isOpen) ?? false }
        answers.openPaths = Set(disclosing.map(\.path)).sorted()
        let open = answers.statuses.filter { $0.value == 200 }.keys.sorted()
        guard !hasFailed, let path = open.first, let reply = send(path, origin: Self.origin) else { return }
        // The values of all fields count, since a browser refuses only when they differ.
        let allowed = reply.fields.filter { $0.name == "access-control-allow-origin" }.map(\.value)
        answers.crossOrigin = allowed.contains { $0 == "*" || $0 == Self.origin } ? .any : .restricted
    }
}
