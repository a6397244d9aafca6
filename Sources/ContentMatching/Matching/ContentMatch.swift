/// A text that a pattern or a canary found.
package struct ContentMatch: Hashable, Sendable {
    /// What was found.
    package enum Kind: String, Sendable {
        /// What opens a door: a key, a token, a password.
        case secret
        /// What tells who someone is: a card, an account, a number of the state's.
        case personalData = "personal-data"
        /// A text that the user asked for.
        case canary
    }

    /// The identifier of the pattern; `canary` for a canary.
    package let patternID: String
    /// What the pattern finds.
    package let description: String
    package let kind: Kind
    /// Whether it passed a check of its own, such as a check digit.
    package let isValidated: Bool
    /// The encodings that were undone to see it, outermost first; empty when it stands there in clear.
    package let encoding: [ContentEncoding]
    /// Where it sits, in bytes of the unit that was searched; where it is encoded, where its encoded form sits.
    package internal(set) var range: Range<Int>
    /// The text without its encodings, invalid UTF-8 replaced; whoever shows it redacts it.
    package let text: String
}

/// A way in which text is written as other text, or as other bytes.
package enum ContentEncoding: String, CaseIterable, Sendable {
    /// Base 64 with either alphabet; RFC 4648, sections 4 and 5.
    case base64
    /// Hexadecimal digits; RFC 4648, section 8.
    case hex
    /// `%41`; RFC 3986, section 2.1.
    case percent
    /// Backslash escapes as JSON, JavaScript, C and Python write them: `\u0041`, `\x41`, `\/`.
    case escapes
    /// UTF-16, the low byte first.
    case utf16LittleEndian = "utf-16le"
    /// UTF-16, the high byte first.
    case utf16BigEndian = "utf-16be"
    /// Compressed; RFC 1952.
    case gzip
    /// Compressed; RFC 1950.
    case zlib
}
