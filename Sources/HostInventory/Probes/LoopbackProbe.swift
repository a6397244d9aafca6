internal import Glibc
internal import Knowledge
internal import Observation
internal import Synchronization

/// Asks the listeners of this host, over loopback alone, what they are.
///
/// Every request is a GET without a body for a path that changes nothing. Bounds: ``listenerLimit`` listeners,
/// ``ListenerProbe`` for the requests to one, ``HTTPExchange`` for a request's time and size, ``budget`` for all of it. A
/// listener that does not answer costs one request, so ``threadCount`` at a time.
struct LoopbackProbe {
    /// How many listeners are asked.
    static let listenerLimit = 64
    /// How long all of it may take before no new request is sent, in milliseconds.
    static let budget: Int64 = 10_000
    static let threadCount = 16

    let products: [Product]

    /// A listener, with what its process tells.
    struct Question: Sendable {
        let listener: Int
        let target: LoopbackTarget
        let owner: Owner
    }

    /// What the process behind a listener tells.
    enum Owner: Equatable, Sendable {
        case unknown
        /// Its libraries belong to the product.
        case perhaps(Int)
        case certainly(Int)
    }

    /// Asks the listeners.
    ///
    /// - Parameters:
    ///   - listeners: the sockets.
    ///   - owners: what the process of each tells, in the same order.
    ///   - coverage: takes in what was asked and what was not.
    /// - Returns: the answers by position.
    func answers(of listeners: [ListeningSocket], owners: [Owner], coverage: inout Coverage) -> [Int: ListenerAnswers] {
        let plan = ProbePlan(products)
        var questions = questions(to: listeners, owners: owners, plan: plan, coverage: &coverage)
        if questions.count > Self.listenerLimit {
            coverage.note(
                .probe, .partly, "listening sockets", reason: "more than \(Self.listenerLimit) are there",
                count: questions.count - Self.listenerLimit)
            questions.removeLast(questions.count - Self.listenerLimit)
        }
        var seen: Set<LoopbackTarget> = []
        let distinct = questions.filter { seen.insert($0.target).inserted }
        let asked = Self.inParallel(distinct, plan: plan, products: products)
        var answers: [Int: ListenerAnswers] = [:]
        for question in questions { answers[question.listener] = asked[question.target] }
        tell(asked, of: distinct.map(\.target), to: &coverage)
        return answers
    }

    /// The listeners that are asked, those first that a product is likeliest behind.
    private func questions(
        to listeners: [ListeningSocket], owners: [Owner], plan: ProbePlan, coverage: inout Coverage
    ) -> [Question] {
        var ranked: [(rank: Int, question: Question)] = []
        for (index, socket) in listeners.enumerated() where socket.transport == .tcp {
            if QuietListeners.contains(socket, ownPID: getpid()) {
                coverage.note(.probe, .partly, "listening sockets", reason: "known to speak something else than HTTP")
            } else if let target = LoopbackTarget(socket) {
                let isUsual = !plan.products(listeningOn: socket.address.port).isEmpty
                let rank = owners[index] != .unknown ? 0 : isUsual ? 1 : 2
                ranked.append((rank, Question(listener: index, target: target, owner: owners[index])))
            } else {
                Self.tellNotAsked(socket, to: &coverage)
            }
        }
        return ranked.sorted { left, right in
            let (first, second) = (left.question.target.address, right.question.target.address)
            return (left.rank, first.port, first.ip.description, left.question.listener)
                < (right.rank, second.port, second.ip.description, right.question.listener)
        }.map(\.question)
    }

    /// Other network namespaces are left alone by design, so that their listeners are no failure to look.
    private static func tellNotAsked(_ socket: ListeningSocket, to coverage: inout Coverage) {
        let (outcome, reason): (Coverage.Outcome, String) =
            socket.isInOwnNamespace
            ? (.couldNotLook, "bound to an address that is not asked, since the request would leave loopback")
            : (.partly, "in another network namespace")
        coverage.note(.probe, outcome, "listening sockets", reason: reason, example: socket.address.description)
    }

    private static func inParallel(
        _ questions: [Question], plan: ProbePlan, products: [Product]
    ) -> [LoopbackTarget: ListenerAnswers] {
        struct State {
            var next = 0
            var answers: [LoopbackTarget: ListenerAnswers] = [:]
        }
        let state = SharedState(State())
        let end = Instant.now + budget
        WorkerThreads.run(min(threadCount, questions.count)) {
            while true {
                let index = state.value.withLock { state in
                    defer { state.next += 1 }
                    return state.next
                }
                guard index < questions.count, Instant.now < end else { return }
                let question = questions[index]
                var (known, guess) = (Int?.none, Int?.none)
                switch question.owner {
                case .unknown: break
                case .perhaps(let product): guess = product
                case .certainly(let product): known = product
                }
                let exchange = HTTPExchange(target: question.target)
                let answers = ListenerProbe.answers(
                    onPort: question.target.address.port, known: known, guess: guess, plan: plan, products: products
                ) { path, origin in
                    Instant.now < end ? try? exchange.get(path, origin: origin) : nil
                }
                state.value.withLock { $0.answers[question.target] = answers }
            }
        }
        return state.value.withLock { $0.answers }
    }

    /// A mutex on the heap, so that several threads can hold it.
    private final class SharedState<State: Sendable>: Sendable {
        let value: Mutex<State>

        init(_ state: State) {
            value = Mutex(state)
        }
    }

    private func tell(
        _ asked: [LoopbackTarget: ListenerAnswers], of targets: [LoopbackTarget], to coverage: inout Coverage
    ) {
        for target in targets where asked[target] == nil {
            coverage.note(
                .probe, .partly, "listening sockets",
                reason: "not asked: the \(Self.budget / 1_000) s for all of them were over",
                example: target.address.description)
        }
        coverage.count(.probesSent, Int64(asked.values.reduce(0) { $0 + $1.sent }))
        coverage.count(.probesFailed, Int64(asked.values.reduce(0) { $0 + $1.failed }))
        let speaking = asked.values.count(where: \.speaksHTTP)
        if speaking > 0 { coverage.note(.probe, .looked, "listening sockets that answer HTTP", count: speaking) }
        let cutShort = asked.values.count(where: \.isCutShort)
        if cutShort > 0 {
            coverage.note(
                .probe, .partly, "listening sockets",
                reason: "answered like no product within \(ListenerProbe.recognitionLimit) requests", count: cutShort)
        }
        let silent = asked.filter { !$0.value.speaksHTTP && $0.value.sent > 0 }
        for target in silent.keys.map(\.address).sorted(by: {
            ($0.port, $0.ip.description) < ($1.port, $1.ip.description)
        }) {
            coverage.note(
                .probe, .partly, "listening sockets", reason: "no HTTP reply", example: target.description)
        }
    }
}
