internal import Glibc

/// Why nobody is known to have a socket open, for whoever Earshot runs as.
enum HolderGap {
    /// Why a socket that is there has no process.
    static func reason(tablesUnreadable: Int) -> String {
        if tablesUnreadable == 0 { return "no process holds it" }
        return geteuid() == 0
            ? "no process that may be looked into holds it; needs cap_sys_ptrace"
            : "another user's process; needs root or cap_sys_ptrace"
    }
}
