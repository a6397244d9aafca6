/// A secret that was found in a text.
package struct SecretMatch: Hashable, Sendable {
    /// The identifier of the pattern.
    package let patternID: String
    /// What the pattern finds.
    package let description: String
    /// Where the secret sits, in bytes of the unit that was searched.
    package let range: Range<Int>
    /// The secret as it stands there, invalid UTF-8 replaced; whoever shows it redacts it.
    package let secret: String
}
