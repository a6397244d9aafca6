/// Why the kernel's own telling of who sends what is not to be had.
struct KernelProgramsRefusal: Error, Equatable, CustomStringConvertible {
    /// What stands in the way.
    enum Kind: Equatable {
        /// A privilege is missing.
        case notPermitted
        /// The kernel is older than 5.8, or was built without it.
        case notInKernel
        /// Version 2 of the control groups is mounted nowhere, and may not be.
        case noControlGroups
        /// Earshot has other numbers for processes than the kernel, as in a container.
        case foreignNumbers
        /// The system's error number for everything else.
        case other(Int32)
    }

    /// A step of the way.
    enum Step: String {
        case tables
        case programs
        case links
        case reading
    }

    let kind: Kind
    let step: Step

    /// Whether more privileges would help.
    var isPrivilege: Bool { kind == .notPermitted }

    /// For the coverage section: lower case, and without what the kernel said word by word.
    var description: String {
        let reason =
            switch kind {
            case .notPermitted: "needs cap_bpf, cap_perfmon and cap_net_admin"
            case .notInKernel: "it is older than Linux 5.8, or was built without"
            case .noControlGroups: "version 2 of the control groups is not mounted, and may not be"
            case .foreignNumbers: "Earshot runs in a process namespace of its own"
            case .other(let number): "error \(number) at its \(step.rawValue)"
            }
        return "the kernel does not permit eBPF: \(reason)"
    }
}
