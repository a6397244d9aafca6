internal import Glibc

/// Why nobody is known to have a socket open, and what would show more, for whoever Earshot runs as.
enum HolderGap {
    /// What to type to see more; nothing when it already is the administrator who looks.
    static var remedy: String? { geteuid() == 0 ? nil : "run it with sudo" }

    /// Why a socket that is there has no process.
    static func reason(tablesUnreadable: Int) -> String {
        if tablesUnreadable == 0 { return "no process holds it" }
        return geteuid() == 0
            ? "no process that may be looked into holds it; needs cap_sys_ptrace"
            : "another user's process; needs root or cap_sys_ptrace"
    }
}
