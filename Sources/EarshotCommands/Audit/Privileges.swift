internal import Foundation

/// What this process may do, and how it would be allowed more.
enum Privileges {
    /// What traffic, other users' processes and files, and programs in the kernel that tell whose flows are take
    /// (capabilities(7)), each by its number.
    private static let needed: [(name: String, number: UInt64)] = [
        ("cap_net_raw", 13), ("cap_sys_ptrace", 19), ("cap_dac_read_search", 2), ("cap_net_admin", 12),
        ("cap_perfmon", 38), ("cap_bpf", 39),
    ]

    /// The program's own path.
    static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "earshot"
    }

    /// What to type so that traffic and other users' processes and files can be seen; nothing where nothing is lacking.
    static var remedy: String? {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return remedy(status: status, isRoot: geteuid() == 0, program: program)
    }

    /// The same for a process whose `/proc/PID/status` is given.
    ///
    /// What is held already is named too, because `setcap` replaces what a file had.
    static func remedy(status: String, isRoot: Bool, program: String) -> String? {
        let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        let held = line.flatMap { UInt64($0.dropFirst(7).drop { $0 == "\t" || $0 == " " }, radix: 16) }
        let effective = held ?? (isRoot ? .max : 0)
        let missing = needed.filter { effective & (1 << $0.number) == 0 }.map(\.name)
        guard !missing.isEmpty else { return nil }
        // A container's root lacks what its maker took away, and no program of its own can give that back.
        guard !isRoot else {
            return "run it where root has \(missing.joined(separator: ",")), as on the host of this container"
        }
        let all = needed.map(\.name).joined(separator: ",")
        return "sudo setcap \(all)+ep \(quoted(program)), or run it with sudo"
    }

    /// A path as a shell takes it for one word.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "+"):
                true
            default: false
            }
        }
        return isPlain ? path : "'" + path.replacing("'", with: #"'\''"#) + "'"
    }
}
