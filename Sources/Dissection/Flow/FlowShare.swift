/// Which of a capture's flows a dissector follows, when several share the work.
///
/// All of them are fed every packet and have the same seed, so that each flow is followed by exactly one.
package struct FlowShare: Hashable, Sendable {
    /// The number of this dissector, from zero on.
    package let index: UInt64

    /// How many there are.
    package let count: UInt64

    /// Every flow.
    package static let all = FlowShare(index: 0, of: 1)

    /// Creates a share.
    package init(index: Int, of count: Int) {
        self.index = UInt64(max(0, index))
        self.count = UInt64(max(1, count))
    }

    /// Whether a flow with this hash belongs to the share; its low bits decide, where tables look at the high ones.
    @inline(__always)
    func contains(_ hash: UInt64) -> Bool {
        count == 1 || (hash & 0xFFFF_FFFF) % count == index
    }
}
