/// A check that a text must pass beyond its expression, by the name that pattern files give it.
package enum Validator: String, CaseIterable, Sendable {
    case luhn

    /// Whether a text, separators included, passes.
    package func accepts(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .luhn: true
        }
    }
}
