/// A protocol oddity, told apart by a stable name.
package struct Weird: Hashable, Sendable {
    /// Its name, in snake case.
    package let name: String
}
