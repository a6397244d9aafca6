/// The type of a file system, as far as the walk goes by it.
enum FileSystemType: Hashable, Sendable {
    /// It holds files.
    case ordinary
    /// It shows the kernel's own state or devices as files, and reading there may do something.
    case pseudo(String)

    /// Names a file system by the number of `statfs(2)` (linux/magic.h).
    init(_ magic: UInt64) {
        // The field is signed and has 32 bits on some machines.
        switch UInt32(truncatingIfNeeded: magic) {
        case 0x9FA0: self = .pseudo("proc")
        case 0x6265_6572: self = .pseudo("sysfs")
        case 0x1CD1: self = .pseudo("devpts")
        case 0x0027_E0EB: self = .pseudo("cgroup")
        case 0x6367_7270: self = .pseudo("cgroup2")
        case 0x6462_6720: self = .pseudo("debugfs")
        case 0x7472_6163: self = .pseudo("tracefs")
        case 0x7363_6673: self = .pseudo("securityfs")
        case 0xCAFE_4A11: self = .pseudo("bpf")
        case 0x6165_676C: self = .pseudo("pstore")
        case 0xDE5E_81E4: self = .pseudo("efivarfs")
        case 0x6265_6570: self = .pseudo("configfs")
        case 0xF97C_FF8C: self = .pseudo("selinuxfs")
        case 0x4341_5D53: self = .pseudo("smackfs")
        case 0x5A3C_69F0: self = .pseudo("apparmorfs")
        case 0x1980_0202: self = .pseudo("mqueue")
        case 0x4249_4E4D: self = .pseudo("binfmt_misc")
        case 0x6759_6969: self = .pseudo("rpc_pipefs")
        case 0x6E66_7364: self = .pseudo("nfsd")
        case 0x6573_5543: self = .pseudo("fusectl")
        case 0x0187: self = .pseudo("autofs")
        case 0x0765_5821: self = .pseudo("resctrl")
        case 0x6E73_6673: self = .pseudo("nsfs")
        default: self = .ordinary
        }
    }
}
