/// How the content of a flow came to be readable; spelled as `content.visibility`.
package enum ContentVisibility: String, CaseIterable, Hashable, Sendable {
    /// It was sent in the clear.
    case clear
    /// It was decrypted with the secrets of a key log.
    case keyLog = "decrypted-keylog"
    /// It was decrypted by the chamber, which ended the encryption itself.
    case chamber = "decrypted-chamber"
    /// It could not be read.
    case opaque
}
