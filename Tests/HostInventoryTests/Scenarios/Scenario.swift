import Observation

@testable import HostInventory

/// One kind of activity, and which packets are its.
struct Scenario: CustomStringConvertible {
    let name: String
    let what: String
    let transport: TransportProtocol
    /// The peer's port; nothing where the protocol has none.
    let port: UInt16
    var isInContainer = false

    var description: String { "\(name) \(what)" }

    func covers(_ flow: FlowTuple) -> Bool {
        flow.transport == transport && flow.destination.port == port
    }

    /// In the order of the public benchmark that first listed them.
    static let all = [
        Scenario(name: "s01", what: "TCP bulk download", transport: .tcp, port: 7002),
        Scenario(name: "s02", what: "TCP bulk upload", transport: .tcp, port: 7001),
        Scenario(name: "s03", what: "TCP full duplex", transport: .tcp, port: 7003),
        Scenario(name: "s04", what: "UDP both ways", transport: .udp, port: 7004),
        Scenario(name: "s05", what: "ICMP echo with payload", transport: .icmp, port: 0),
        Scenario(name: "s06", what: "UDP/443 bulk", transport: .udp, port: 443),
        Scenario(name: "s07", what: "IPv6 TCP", transport: .tcp, port: 7001),
        Scenario(name: "s08", what: "SCTP (from user space)", transport: .sctp, port: 7000),
        Scenario(name: "s09", what: "UDP/53 flood", transport: .udp, port: 53),
        Scenario(name: "s10", what: "raw IP, protocol 253", transport: TransportProtocol(number: 253), port: 0),
        Scenario(name: "s11", what: "short-lived processes", transport: .tcp, port: 7001),
        Scenario(name: "s12", what: "AF_PACKET injection", transport: .udp, port: 443),
        Scenario(name: "s13", what: "io_uring send", transport: .tcp, port: 7001),
        Scenario(name: "s14", what: "sendfile upload", transport: .tcp, port: 7001),
        Scenario(name: "s15", what: "sendmmsg UDP", transport: .udp, port: 443),
        Scenario(name: "s16", what: "loopback only", transport: .tcp, port: 7006),
        Scenario(name: "s17", what: "in-container egress", transport: .tcp, port: 7001, isInContainer: true),
        Scenario(name: "s18", what: "slow drip", transport: .tcp, port: 7003),
        Scenario(name: "s19", what: "many small TCP connections", transport: .tcp, port: 7003),
        Scenario(name: "s20", what: "parallel burst", transport: .tcp, port: 7003),
        Scenario(name: "s21", what: "io_uring receive", transport: .tcp, port: 7002),
        Scenario(name: "s22", what: "splice download", transport: .tcp, port: 7002),
        Scenario(name: "s23", what: "recvmmsg UDP", transport: .udp, port: 7005),
        Scenario(name: "s24", what: "IPv6 UDP download", transport: .udp, port: 7005),
    ]
}

/// How one scenario ended.
struct ScenarioResult: CustomStringConvertible {
    let scenario: Scenario
    /// The flows of the scenario, and those that were given to its program.
    var seen = 0
    var right = 0
    var qualities: [String: Int] = [:]
    var reasons: Set<String> = []

    /// Whether it was seen, and nine flows of ten were given to the right program.
    var isPassed: Bool { seen > 0 && right * 10 >= seen * 9 }

    mutating func add(_ attribution: FlowAttribution) {
        seen += 1
        let program = attribution.source?.process.map { $0.executable?.lastPathComponent ?? $0.name }
        if program == scenario.name { right += 1 }
        qualities[attribution.source?.quality.rawValue ?? "no end here", default: 0] += 1
        if program != scenario.name { reasons.insert("\(program ?? "nobody"): \(attribution.source?.reason ?? "-")") }
    }

    var description: String {
        let name = scenario.description.padding(to: 32)
        let counts = "\(isPassed ? "pass" : "FAIL")  seen \(seen)  right \(right)".padding(to: 28)
        let qualities = qualities.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return name + counts + qualities
            + (reasons.isEmpty ? "" : "  (\(reasons.sorted().prefix(2).joined(separator: " | ")))")
    }
}

extension String {
    func padding(to width: Int) -> String {
        count >= width ? self + " " : self + String(repeating: " ", count: width - count)
    }
}
