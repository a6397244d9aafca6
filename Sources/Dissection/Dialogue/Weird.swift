/// Something in the traffic that a protocol's specification does not expect.
///
/// Names are stable, in the manner of Zeek's `weird` log and equal to its names where it has them. Each protocol declares
/// its own in its folder.
package struct Weird: Hashable, Sendable {
    /// The stable name.
    package let name: String

    /// Whether a message contradicts its format, so that a part of it could not be read.
    package let isMalformed: Bool

    /// Declares an oddity.
    package init(_ name: String, isMalformed: Bool = false) {
        self.name = name
        self.isMalformed = isMalformed
    }
}
