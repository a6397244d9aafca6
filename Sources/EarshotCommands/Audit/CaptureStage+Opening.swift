internal import Foundation
internal import HostInventory
internal import Observation
internal import PacketCapture

extension CaptureStage {
    /// Opens the interfaces that were asked for, or all that are up.
    ///
    /// An interface that is not there is the user's mistake when the user named it. One that may not be captured on is a
    /// blind spot, told with the command that opens it.
    ///
    /// - Throws: ``UsageError`` for an interface that does not exist.
    static func open(
        _ asked: [String], owners: SocketOwners
    ) throws(UsageError) -> (stage: CaptureStage?, coverage: Coverage) {
        var (captures, coverage) = try openInterfaces(asked)
        coverage.count(.packetsReceived, 0)
        return (captures.isEmpty ? nil : CaptureStage(captures: captures, owners: owners), coverage)
    }

    /// Opens the same interfaces for another reader.
    ///
    /// - Throws: ``UsageError`` for an interface that does not exist.
    static func openInterfaces(
        _ asked: [String], options: CaptureOptions = CaptureOptions()
    ) throws(UsageError) -> (captures: [InterfaceCapture], coverage: Coverage) {
        var coverage = Coverage()
        var captures: [InterfaceCapture] = []
        for name in try names(asked, &coverage) {
            do throws(CaptureError) {
                captures.append(try InterfaceCapture(interface: name, options: options))
            } catch {
                guard error.kind != .unknownInterface || asked.isEmpty else {
                    throw UsageError("--interface \(name): no such interface; see ip link")
                }
                let remedy = error.kind == .notPermitted ? Coverage.Remedy.privilege : nil
                coverage.note(.capture, .couldNotLook, "traffic", reason: "\(error)", remedy: remedy, example: name)
            }
        }
        return (captures, coverage)
    }

    /// - Throws: ``UsageError`` for an interface that does not exist.
    static func check(_ asked: [String]) throws(UsageError) {
        // The kernel is asked, since /sys may show another namespace's interfaces.
        for name in asked where unsafe if_nametoindex(name) == 0 {
            throw UsageError("--interface \(name): no such interface; see ip link")
        }
    }

    private static func names(_ asked: [String], _ coverage: inout Coverage) throws(UsageError) -> [String] {
        try check(asked)
        var seen: Set<String> = []
        guard asked.isEmpty else { return asked.filter { seen.insert($0).inserted } }
        do throws(CaptureError) {
            let names = try NetworkInterface.allUp().map(\.name)
            if names.isEmpty {
                coverage.note(.capture, .couldNotLook, "traffic", reason: "no interface is up")
            }
            return names
        } catch {
            coverage.note(.capture, .couldNotLook, "traffic", reason: "\(error)", remedy: Coverage.Remedy.privilege)
            return []
        }
    }
}
