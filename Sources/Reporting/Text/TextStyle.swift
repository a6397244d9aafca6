internal import Observation

/// Colours of a terminal, or none.
package struct TextStyle: Sendable {
    private let isColoured: Bool

    /// Creates a style; without colours every text stays as it is.
    package init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    func bold(_ text: String) -> String { styled(text, "1") }

    func faint(_ text: String) -> String { styled(text, "2") }

    func level(_ level: Level, _ text: String) -> String {
        switch level {
        case .critical: styled(text, "1;31")
        case .high: styled(text, "31")
        case .medium: styled(text, "33")
        case .low: styled(text, "36")
        case .informational: styled(text, "2")
        }
    }

    private func styled(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
