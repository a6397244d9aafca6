import Foundation

/// What the tests against real software need, and whether it is here.
enum RealSoftware {
    /// The Python that has xllamacpp, gguf and numpy.
    static var python: String? { ProcessInfo.processInfo.environment["EARSHOT_REAL_SOFTWARE"] }

    /// Why the tests can't run, or nothing when they can.
    static var obstacle: String? {
        guard let python, FileManager.default.isExecutableFile(atPath: python) else {
            return "EARSHOT_REAL_SOFTWARE names no Python with xllamacpp, gguf and numpy"
        }
        guard geteuid() == 0 else { return "network namespaces need root" }
        for tool in ["ip", "setpriv", "openssl"] where Tool.path(of: tool) == nil {
            return "\(tool) is not installed"
        }
        return nil
    }

    /// Where the test's own programs lie.
    static let programs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Programs")

}
