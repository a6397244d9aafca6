internal import Observation

/// A program that takes connections for somebody in another network namespace, and whom it serves as its arguments say.
enum PortForwarder: Equatable {
    /// It passes on what arrives at one port to an address of a container.
    case toAddress(SocketAddress)
    /// It serves everyone in the network namespace of a process.
    case toNetworkOf(Int32)
    /// It serves everyone in a network namespace that is bound to a path.
    case toNetworkAt(String)
    /// It serves the network namespace that its own children live in.
    case toNetworkOfChildren

    /// The names of such programs.
    static let programs: Set<String> = [
        "docker-proxy", "rootlessport", "rootlesskit", "slirp4netns", "pasta", "pasta.avx2", "passt", "passt.avx2",
    ]

    /// Reads the arguments of a program; nothing for one that forwards no ports.
    init?(program: String, arguments: [String]) {
        guard Self.programs.contains(program) else { return nil }
        switch program {
        case "docker-proxy":
            guard
                let ip = Self.value(of: ["-container-ip", "--container-ip"], in: arguments).flatMap({ IPAddress($0) }),
                let port = Self.value(of: ["-container-port", "--container-port"], in: arguments).flatMap({ UInt16($0) }
                )
            else { return nil }
            self = .toAddress(SocketAddress(ip, port))
        case "slirp4netns":
            // `slirp4netns [OPTION…] PID|PATH [TAP]`: the name of the interface is left out with some options.
            let operands = Self.operands(of: arguments)
            let isPath = Self.value(of: ["--netns-type"], in: arguments) == "path"
            guard let network = operands.first(where: { isPath ? $0.hasPrefix("/") : Int32($0) != nil }) else {
                return nil
            }
            self = Int32(network).map { .toNetworkOf($0) } ?? .toNetworkAt(network)
        case "pasta", "pasta.avx2", "passt", "passt.avx2":
            if let path = Self.value(of: ["--netns"], in: arguments) {
                self = .toNetworkAt(path)
            } else if let last = Self.operands(of: arguments).last, let pid = Int32(last) {
                self = .toNetworkOf(pid)
            } else {
                self = .toNetworkOfChildren
            }
        default:
            self = .toNetworkOfChildren
        }
    }

    private static func value(of options: [String], in arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            if options.contains(argument) { return arguments[(index + 1)...].first }
            for option in options where argument.hasPrefix(option + "=") {
                return String(argument.dropFirst(option.count + 1))
            }
        }
        return nil
    }

    private static func operands(of arguments: [String]) -> [String] {
        arguments.dropFirst().filter { !$0.hasPrefix("-") }
    }
}
