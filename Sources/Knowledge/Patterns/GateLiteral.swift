/// A literal that the gate looks for.
package struct GateLiteral: Hashable, Sendable {
    /// The literal; lower case when the case does not count.
    package let text: String
    /// Whether it stands there in this case alone.
    package let isCaseSensitive: Bool

    package init(text: String, isCaseSensitive: Bool) {
        self.text = text
        self.isCaseSensitive = isCaseSensitive
    }
}
