/// Where a machine keeps what tells of a file's surroundings.
package struct ContextSources: Sendable {
    /// The accounts, passwd(5).
    package var users = "/etc/passwd"
    /// The groups, group(5).
    package var groups = "/etc/group"
    /// Who else knows of accounts, nsswitch.conf(5).
    package var nameServices = "/etc/nsswitch.conf"
    /// The mounts of this process, proc_pid_mountinfo(5).
    package var mounts = "/proc/self/mountinfo"
    /// The swap areas, proc_swaps(5).
    package var swaps = "/proc/swaps"
    /// The block devices by their numbers.
    package var blockDevices = "/sys/dev/block"
    /// The processes.
    package var processes = "/proc"
    /// The configuration of the whole machine.
    package var settings = "/etc"
    /// The state of the whole machine's services.
    package var state = "/var"

    package init() {}
}
