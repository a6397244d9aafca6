/// A difference to the independent reader that has been looked into.
struct KnownDisagreement {
    /// Who reads the capture as the specification says.
    enum Verdict: String {
        case earshot
        case tshark
        /// The specification leaves it open, or the two mean different things by it.
        case both
    }

    let aspect: Aspect
    let capture: String
    let right: Verdict
    let reason: String

    init(_ aspect: Aspect, _ capture: String, _ right: Verdict, _ reason: String) {
        self.aspect = aspect
        self.capture = capture
        self.right = right
        self.reason = reason
    }

    var place: String { "\(capture) \(aspect.rawValue)" }

    /// All that are known; a new one fails the test, and so does one of these that is gone.
    static let all: [KnownDisagreement] = []
}
