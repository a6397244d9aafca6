import Glibc

// Glibc's module does not show these two of <sys/fsuid.h>. Both concern the calling thread alone.
@_silgen_name("setfsuid") private func setThreadUser(_ number: UInt32) -> CInt
@_silgen_name("setfsgid") private func setThreadGroup(_ number: UInt32) -> CInt

/// Runs with the rights of nobody on this thread when the test has root's; else as it is.
func asNobody<Result>(_ body: () -> Result) -> Result {
    guard geteuid() == 0 else { return body() }
    _ = setThreadGroup(65_534)
    _ = setThreadUser(65_534)
    defer {
        _ = setThreadUser(0)
        _ = setThreadGroup(0)
    }
    return body()
}
