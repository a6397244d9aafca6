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
        var coverage = Coverage()
        var captures: [InterfaceCapture] = []
        for name in try names(asked, &coverage) {
            do throws(CaptureError) {
                captures.append(try InterfaceCapture(interface: name))
            } catch {
                guard error.kind != .unknownInterface || asked.isEmpty else {
                    throw UsageError("--interface \(name): no such interface; see ip link")
                }
                let remedy = error.kind == .notPermitted ? Coverage.Remedy.privilege : nil
                coverage.note(.capture, .couldNotLook, "traffic", reason: "\(error)", remedy: remedy, example: name)
            }
        }
        coverage.count(.packetsReceived, 0)
        return (captures.isEmpty ? nil : CaptureStage(captures: captures, owners: owners), coverage)
    }

    private static func names(_ asked: [String], _ coverage: inout Coverage) throws(UsageError) -> [String] {
        for name in asked where !FileManager.default.fileExists(atPath: "/sys/class/net/\(name)") || name.contains("/")
        {
            throw UsageError("--interface \(name): no such interface; see ip link")
        }
        guard asked.isEmpty else { return asked }
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

/// What this process may do, and how it would be allowed more.
enum Privileges {
    /// The program's own path.
    static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "earshot"
    }

    /// What to type so that traffic and other users' processes can be seen; nothing for root, who lacks none.
    static var remedy: String? {
        guard geteuid() != 0 else { return nil }
        let quoted = program.contains(" ") ? "'\(program)'" : program
        return "sudo setcap cap_net_raw,cap_sys_ptrace,cap_dac_read_search+ep \(quoted), or run it with sudo"
    }
}
