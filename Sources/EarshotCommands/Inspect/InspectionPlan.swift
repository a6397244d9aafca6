internal import Observation
internal import PacketCapture

/// What all workers of an inspection share.
struct InspectionPlan: Sendable {
    let rules: RulesInForce
    let filter: PacketFilter?
    let redaction: Redaction
    let writesLines: Bool
    let hashSeed = UInt64.random(in: .min ... .max)
}
