/// One end of a flow by its place in the flow's key.
///
/// It stays the same for the flow's life and says nothing about who opened it.
package enum FlowSide: UInt8, CaseIterable, Sendable {
    /// The end that stands first in the key.
    case lower
    /// The end that stands second.
    case upper

    /// The other end.
    package var opposite: FlowSide { self == .lower ? .upper : .lower }
}

/// One value for each end of a flow.
package struct BothSides<Value> {
    package var lower: Value
    package var upper: Value

    package init(_ lower: Value, _ upper: Value) {
        self.lower = lower
        self.upper = upper
    }

    /// The value of an end.
    package subscript(side: FlowSide) -> Value {
        get { side == .lower ? lower : upper }
        _modify {
            if side == .lower {
                yield &lower
            } else {
                yield &upper
            }
        }
    }
}

extension BothSides: Equatable where Value: Equatable {}
extension BothSides: Sendable where Value: Sendable {}
