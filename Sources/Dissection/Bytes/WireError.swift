/// Why bytes do not read as the format they should be in, and at which of them that became clear.
package struct WireError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Kind: String, CaseIterable, Sendable {
        case truncated = "ends too early"
        case badVersion = "unknown version"
        case badLength = "a length contradicts another"
        case badName = "bad domain name"
        case unexpectedType = "not of the expected type"
        case tooLarge = "larger than the limit"
    }

    /// What is wrong.
    package let kind: Kind

    /// The number of bytes before the one where it became clear.
    package let offset: Int

    /// Creates an error.
    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    package var description: String { "\(kind.rawValue) at byte \(offset)" }
}
