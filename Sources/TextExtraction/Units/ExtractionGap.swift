/// What keeps a reading from being whole; each kind is counted, and shown with its number.
package enum ExtractionGap: Hashable, Sendable {
    /// The system failed, with the number of its error.
    case unreadable(CInt)
    /// The file ended before what its own headers promise.
    case truncated
    /// A part does not follow the format's rules and was passed over.
    case malformed
    /// A checksum is wrong.
    case badChecksum
    /// The content is encrypted.
    case encrypted
    /// A part uses a feature, version or compression that is not read; the name says which.
    case unsupported(String)
    /// A part is larger, deeper or more than the limits allow; the name says which limit.
    case capped(String)
}

extension ExtractionGap {
    /// Whether a limit was reached.
    package var isLimit: Bool {
        if case .capped = self { true } else { false }
    }

    /// Whether something is not read.
    package var isLackOfSupport: Bool {
        if case .unsupported = self { true } else { false }
    }
}
